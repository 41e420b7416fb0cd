namespace Dashboard.Core.Decoding;

/// <summary>What a decoder made of a payload.</summary>
public enum PayloadForm
{
    /// <summary>One JSON text.</summary>
    Json,

    /// <summary>Plain text.</summary>
    Text,
}
