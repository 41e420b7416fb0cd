namespace Dashboard.Core.Decoding;

/// <summary>One decoder as a menu offers it.</summary>
/// <param name="Id">Stands in addresses: lower-case letters, digits and dashes.</param>
/// <param name="Title">For people: <c>Avro (registry)</c>.</param>
public sealed record PayloadDecoderChoice(string Id, string Title)
{
    /// <summary>Decodes nothing, also where something would be recognised.</summary>
    public const string PlainId = "plain";

    public static readonly PayloadDecoderChoice Plain = new(PlainId, "As it is");
}
