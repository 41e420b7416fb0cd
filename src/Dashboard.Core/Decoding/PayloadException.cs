namespace Dashboard.Core.Decoding;

/// <summary>Bytes, or a schema, that are not what they are said to be. The message is for operators: what is wrong and where.</summary>
public sealed class PayloadException : Exception
{
    /// <param name="problem">What is wrong, as a clause: <c>the length 70000 reaches beyond the end</c>.</param>
    public PayloadException(string problem)
        : base(problem) => Problem = problem;

    /// <inheritdoc cref="PayloadException(string)"/>
    /// <param name="problem">What is wrong.</param>
    /// <param name="offset">Offset of the byte in the payload.</param>
    /// <param name="path">The field, <c>order.lines[3].price</c>; empty at the root.</param>
    public PayloadException(string problem, long offset, string path)
        : base($"{problem} (byte {offset}{(path.Length == 0 ? "" : $", field {path}")})") => (Problem, Offset, Path) = (problem, offset, path);

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>Offset of the byte in the payload; null where it is no byte that is wrong.</summary>
    public long? Offset { get; }

    /// <summary>The field; empty at the root.</summary>
    public string Path { get; } = "";
}
