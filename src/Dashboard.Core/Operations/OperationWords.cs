using Dashboard.Core.Access;
using Dashboard.Core.Operations.Importing;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations;

/// <summary>What each kind of operation is called, and which right it needs.</summary>
public static class OperationWords
{
    public static Permission PermissionFor(OperationKind kind) => kind switch
    {
        OperationKind.Publish => Permission.Publish,
        OperationKind.Purge => Permission.Purge,
        OperationKind.Close => Permission.CloseConnections,
        OperationKind.Create or OperationKind.Edit or OperationKind.Delete or OperationKind.Import => Permission.ManageTopology,
        _ => Permission.Transfer,
    };

    /// <summary>The word in the audit.</summary>
    public static string ActionOf(OperationKind kind) => kind switch
    {
        OperationKind.Publish => "messages.publish",
        OperationKind.Purge => "messages.purge",
        OperationKind.Move => "messages.move",
        OperationKind.Copy => "messages.copy",
        OperationKind.Replay => "messages.replay",
        OperationKind.Create => "object.create",
        OperationKind.Edit => "object.edit",
        OperationKind.Delete => "object.delete",
        OperationKind.Close => "object.close",
        OperationKind.Import => "objects.import",
        _ => "messages.restore",
    };

    /// <summary>The participle of what the kind does to a message.</summary>
    public static string DoneOf(OperationKind kind) => kind switch
    {
        OperationKind.Publish => "published",
        OperationKind.Purge => "purged",
        _ => "delivered",
    };

    public static string VerbOf(OperationKind kind) => kind.ToString();

    /// <summary>Verb and object: <c>Purge queue orders in shop/eu</c>.</summary>
    public static string TitleOf(OperationIntent intent)
    {
        var target = intent.Target switch
        {
            FixedTarget address => $" to {address.Address.Describe()}",
            OriginTarget { ByOriginalRoute: true } => " to the original exchange and key",
            OriginTarget => " to where each message first died",
            _ => "",
        };
        return intent.Kind switch
        {
            OperationKind.Publish => $"Publish to {intent.Message?.Address.Describe()}",
            OperationKind.Restore when ImportIds.IsImport(intent.ArchiveJobId) => $"Import the file {intent.ArchiveJobId}{target}",
            OperationKind.Restore => $"Restore the archive of job {intent.ArchiveJobId}{target}",
            OperationKind.Purge when intent.Selection is ChosenMessages chosen => $"Purge {Messages(chosen.Identities.Count)} of {intent.Source?.Describe()}",
            OperationKind.Purge when intent.Selection is MatchingMessages => $"Purge matching messages of {intent.Source?.Describe()}",
            OperationKind.Purge => $"Purge {intent.Source?.Describe()}",
            _ when intent.Edit is not null => $"{VerbOf(intent.Kind)} one edited message of {intent.Source?.Describe()}{target}",
            _ => $"{VerbOf(intent.Kind)} {intent.Source?.Describe()}{target}",
        };
    }

    /// <summary>What the audit says beside the title: what was confirmed, and of an edit what was changed, never with the contents.</summary>
    public static string DetailOf(OperationPlan plan)
        => plan.Intent.Edit is { } edit ? $"{plan.ConfirmLabel}; {edit.Describe()}" : plan.ConfirmLabel;

    /// <summary>1,234 messages, 1 message.</summary>
    public static string Messages(double count) => Figures.PluralExact(count, "message");

    /// <summary>1,234 offsets, 1 offset.</summary>
    public static string Offsets(double count) => Figures.PluralExact(count, "offset");
}
