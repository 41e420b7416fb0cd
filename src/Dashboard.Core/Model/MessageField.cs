namespace Dashboard.Core.Model;

/// <summary>A named value of a message: a property, a header, or a field inside a header table.</summary>
public sealed record MessageField(string Name, FieldValue Value);
