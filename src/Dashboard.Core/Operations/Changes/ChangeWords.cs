using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;

namespace Dashboard.Core.Operations.Changes;

/// <summary>What changes of objects are called, and which right each needs.</summary>
internal static class ChangeWords
{
    public static Permission PermissionFor(ChangeVerb verb) => verb switch
    {
        ChangeVerb.Purge => Permission.Purge,
        ChangeVerb.Close => Permission.CloseConnections,
        _ => Permission.ManageTopology,
    };

    /// <summary>Whether operations of this kind are always about objects; a purge may be.</summary>
    public static bool IsAboutObjects(OperationKind kind)
        => kind is OperationKind.Create or OperationKind.Edit or OperationKind.Delete or OperationKind.Close or OperationKind.Import;

    /// <summary>The verbs that an operation of this kind may hold.</summary>
    public static IReadOnlyList<ChangeVerb> VerbsOf(OperationKind kind) => kind switch
    {
        OperationKind.Create => [ChangeVerb.Create],
        OperationKind.Edit => [ChangeVerb.Edit],
        OperationKind.Delete => [ChangeVerb.Delete],
        OperationKind.Close => [ChangeVerb.Close],
        OperationKind.Purge => [ChangeVerb.Purge],
        OperationKind.Import => [ChangeVerb.Create, ChangeVerb.Edit],
        _ => [],
    };

    /// <summary>The kind of operation that holds changes of this verb.</summary>
    public static OperationKind KindOf(ChangeVerb verb) => verb switch
    {
        ChangeVerb.Create => OperationKind.Create,
        ChangeVerb.Edit => OperationKind.Edit,
        ChangeVerb.Delete => OperationKind.Delete,
        ChangeVerb.Close => OperationKind.Close,
        _ => OperationKind.Purge,
    };

    /// <summary>Verb and object: <c>Delete queue orders in shop/eu</c>, <c>Delete 12 queues</c>.</summary>
    public static string TitleOf(OperationIntent intent, IObjectEditor? editor)
    {
        if (intent is { Kind: not OperationKind.Import, Changes: [var only] })
            return $"{WordOf(intent, editor)} {editor?.NameOf(only).ToString() ?? only.Kind}";
        return $"{(intent.Kind == OperationKind.Import ? "Import" : WordOf(intent, editor))} {CountOf(intent, editor)}";
    }

    /// <summary>What is done, in a word: that of the action, where all changes are of one and it has its own.</summary>
    public static string WordOf(OperationIntent intent, IObjectEditor? editor)
        => intent.Changes is [var first, ..] && intent.Changes.All(one => one.Kind == first.Kind && one.Verb == first.Verb)
            ? editor?.Kinds.FirstOrDefault(one => one.Id == first.Kind)?.Action(first.Verb)?.Word ?? intent.Kind.ToString()
            : intent.Kind.ToString();

    /// <summary>12 queues, 1 policy, 7 objects.</summary>
    public static string CountOf(OperationIntent intent, IObjectEditor? editor)
    {
        var kinds = intent.Changes.Select(change => change.Kind).Distinct().ToList();
        var noun = kinds is [var kind] ? editor?.Kinds.FirstOrDefault(one => one.Id == kind)?.Singular ?? kind : "object";
        return intent.Changes.Count == 1 ? $"1 {noun}" : $"{intent.Changes.Count:N0} {PluralOf(noun)}";
    }

    /// <summary>Queues, policies, connections.</summary>
    public static string PluralOf(string noun) => noun.EndsWith('y') ? $"{noun[..^1]}ies" : $"{noun}s";
}
