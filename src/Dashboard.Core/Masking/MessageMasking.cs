using System.Globalization;
using Dashboard.Core.Access;
using Dashboard.Core.Filtering;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;

namespace Dashboard.Core.Masking;

/// <inheritdoc cref="IMessageMasking"/>
internal sealed class MessageMasking(MaskingRules rules, IAccessGate gate) : IMessageMasking
{
    public IReadOnlyList<MaskedField> HiddenFrom(Actor actor, DestinationRef destination)
        => rules.FieldsAt(destination) is { Count: > 0 } fields && !gate.Allows(actor, Permission.ReadMaskedFields) ? fields : [];

    public bool SeesHidden(Actor actor, DestinationRef destination)
        => rules.FieldsAt(destination).Count > 0 && gate.Allows(actor, Permission.ReadMaskedFields);

    public string? RefusalOfFilter(Actor actor, DestinationRef destination, string filter)
    {
        var hidden = HiddenFrom(actor, destination);
        if (hidden.Count == 0 || FilterParser.Parse(filter, MessageFilterRow.Roots).Filter is not { } parsed)
            return null;
        foreach (var path in parsed.Paths)
        {
            if (Touched(path, hidden) is { } field)
                return $"The filter asks for {path}, and {field} is hidden from you in messages of {destination.Describe()}: its answers would tell what it is. {Needs}";
        }

        return parsed.Roots.Contains("text")
            ? $"The filter looks for words anywhere, and {hidden[0]} is hidden from you in messages of {destination.Describe()}: name the field to look in. {Needs}"
            : null;
    }

    public string? RefusalOf(Actor actor, OperationPlan plan, DestinationRef? source)
    {
        var intent = plan.Intent;
        if (source is null || HiddenFrom(actor, source) is not { Count: > 0 } hidden)
            return null;
        if (intent.Edit is not null)
            return $"Parts of the messages of {source.Describe()} are hidden from you: an edit would overwrite what you cannot see. {Needs} Moving or replaying them as they are keeps every byte.";
        if (intent.Selection is MatchingMessages matching && RefusalOfFilter(actor, source, matching.Filter) is { } filter)
            return filter;
        // Moving is no way around: what is hidden here has to be hidden there.
        if (plan.Targets.FirstOrDefault(reach => reach.Unknown is not null) is { } unknown)
            return $"Parts of the messages of {source.Describe()} are hidden from you, and where {unknown.Address.Describe()} leads is not known. {Needs}";
        var open = plan.Targets.SelectMany(reach => reach.Destinations).FirstOrDefault(target => IsOpenAt(target, hidden));
        return open is null
            ? null
            : $"Parts of the messages of {source.Describe()} are hidden from you and would not be in {open.Describe()}. {Needs}";
    }

    private static string Needs => $"That needs the right {Permission.ReadMaskedFields}: a role of {RolePermissions.LeastRoleFor(Permission.ReadMaskedFields)}.";

    private bool IsOpenAt(DestinationRef target, IReadOnlyList<MaskedField> hidden)
    {
        var there = rules.FieldsAt(target);
        return hidden.Any(field => !there.Any(other => other.Text == field.Text));
    }

    private static MaskedField? Touched(FieldPath path, IReadOnlyList<MaskedField> hidden)
    {
        var (root, names) = path.Root switch
        {
            "body" or "header" or "property" => (path.Root, path.Parts.Skip(1).Where(part => !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)).ToList()),
            "content_type" => ("property", ["content_type"]),
            "timestamp" or "age" => ("property", ["timestamp"]),
            var other => (other, []),
        };
        return hidden.FirstOrDefault(field => field.Touches(root, names) || IsCopiedTo(field, root, names));
    }

    /// <summary>Headers in which a replay keeps properties and keys.</summary>
    private static bool IsCopiedTo(MaskedField field, string root, List<string> names)
        => root == "header" && field.Root is "property" or "key" && (names.Count == 0 || names[0].StartsWith("x-replay-", StringComparison.OrdinalIgnoreCase));
}
