using Dashboard.Core.Model;
using Dashboard.Web.Components.Operations.Publishing;

namespace Dashboard.Web.Components.Messages.Comparing;

/// <summary>A property or header of two messages.</summary>
/// <param name="Name">Its name; hostile text.</param>
/// <param name="Before">Its value in the one, with its type; null where it is not there.</param>
/// <param name="After">Its value in the other, with its type; null where it is not there.</param>
public sealed record FieldDiff(string Name, string? Before, string? After)
{
    public bool IsSame => Before == After;

    /// <summary>All fields of both, by name as they first stand; of a name that stands twice the first is compared with the first.</summary>
    public static IReadOnlyList<FieldDiff> Of(IReadOnlyList<MessageField> before, IReadOnlyList<MessageField> after)
    {
        var right = after.GroupBy(f => f.Name).ToDictionary(g => g.Key, g => new Queue<MessageField>(g));
        var fields = new List<FieldDiff>();
        foreach (var field in before)
        {
            var other = right.TryGetValue(field.Name, out var rest) && rest.TryDequeue(out var match) ? match : null;
            fields.Add(new FieldDiff(field.Name, TextOf(field), other is null ? null : TextOf(other)));
        }

        fields.AddRange(after.Where(f => right.TryGetValue(f.Name, out var rest) && rest.Contains(f)).Select(f => new FieldDiff(f.Name, null, TextOf(f))));
        return fields;
    }

    /// <summary>The value for people: lists and tables as JSON, the wire type where it is not plain text.</summary>
    private static string TextOf(MessageField field) => field.Value switch
    {
        TextValue text => text.Value,
        NullValue => "null",
        BooleanValue flag => flag.Value ? "true" : "false",
        _ => $"{HeaderDraft.Of(field).Text} ({field.Value.WireType})",
    };
}
