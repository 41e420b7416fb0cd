namespace Dashboard.Core.Decoding;

/// <summary>Which part of a message bytes are.</summary>
public enum PayloadPart
{
    Value,
    Key,
}
