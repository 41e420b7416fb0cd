using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Web.Api.Messages;

/// <summary>A property or header of a message. What is read can be sent again as it is.</summary>
internal sealed record FieldDto
{
    [Description("Name, as the broker has it.")]
    public required string Name { get; init; }

    [Description("Type of the value. When publishing it may be left out where JSON says it: text, integer, number, flag, null, list, table.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FieldType? Type { get; init; }

    [Description("The broker's own name of the type; not read when publishing.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WireType { get; init; }

    [Description("text, decimal and time as text, bytes as base64, list as a list of values, table as a list of fields, each with type and value.")]
    public JsonElement? Value { get; init; }
}

/// <summary>One value inside a list.</summary>
internal sealed record ItemDto
{
    [Description("Type of the value.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FieldType? Type { get; init; }

    [Description("The broker's own name of the type; not read when publishing.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WireType { get; init; }

    [Description("As in a field.")]
    public JsonElement? Value { get; init; }
}

/// <summary>Types of values in properties and headers.</summary>
internal enum FieldType
{
    Null,
    Flag,
    Integer,
    Number,
    Decimal,
    Text,
    Bytes,
    Time,
    List,
    Table,
}
