namespace Dashboard.Core.Decoding;

/// <summary>Bytes, or a schema, that are not what they are said to be. The message is for operators: what is wrong and where.</summary>
/// <param name="problem">What is wrong, as a clause: <c>the length 70000 reaches beyond the end</c>.</param>
/// <param name="offset">Offset of the byte in the payload; null where it is no byte that is wrong.</param>
/// <param name="path">The field, <c>order.lines[3].price</c>; empty at the root.</param>
public sealed class PayloadException(string problem, long? offset = null, string path = "") : Exception(Describe(problem, offset, path))
{
    /// <summary>What is wrong, without the place.</summary>
    public string Problem => problem;

    /// <summary>Offset of the byte in the payload; null where it is no byte that is wrong.</summary>
    public long? Offset => offset;

    /// <summary>The field; empty at the root.</summary>
    public string Path => path;

    private static string Describe(string problem, long? offset, string path)
        => offset is null ? problem : $"{problem} (byte {offset}{(path.Length == 0 ? "" : $", field {path}")})";
}
