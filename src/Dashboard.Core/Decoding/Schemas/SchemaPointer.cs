using System.Globalization;

namespace Dashboard.Core.Decoding.Schemas;

/// <summary>Which schema a payload was written with: its number in the registry, or the GUID of its content.</summary>
public readonly record struct SchemaPointer(int? Id, Guid? Guid)
{
    public override string ToString() => Id is { } id ? $"schema {id.ToString(CultureInfo.InvariantCulture)}" : $"schema {Guid}";
}
