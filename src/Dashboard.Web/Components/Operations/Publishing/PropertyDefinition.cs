using Dashboard.Core.Capabilities;

namespace Dashboard.Web.Components.Operations.Publishing;

/// <summary>A standard property that can be set when publishing.</summary>
/// <param name="Name">The broker's own name.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Hint">What it is for, and its unit.</param>
public sealed record PropertyDefinition(string Name, HeaderType Type, string Hint)
{
    /// <summary>It belongs to who published the message: not taken over into a form that somebody else publishes.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>The properties that a broker declares; none where it declares nothing.</summary>
    public static IReadOnlyList<PropertyDefinition> Of(PublishForm? form) => [.. (form?.Properties ?? []).Select(Of)];

    private static PropertyDefinition Of(PublishProperty property) => new(
        property.Name,
        property.Type switch
        {
            PublishPropertyType.Integer => HeaderType.Integer,
            PublishPropertyType.Time => HeaderType.Time,
            _ => HeaderType.Text,
        },
        property.Hint)
    { IsPersonal = property.IsPersonal };
}
