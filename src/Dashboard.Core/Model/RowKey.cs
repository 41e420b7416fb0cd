namespace Dashboard.Core.Model;

/// <summary>
/// The key of one row of a section: one or more parts (vhost and queue name; topic and partition), each percent-escaped
/// and joined with <c>/</c>, so that no name, whatever it holds, can be mistaken for two parts or for another name.
/// The empty name (RabbitMQ's default exchange) is a legal part.
/// </summary>
public readonly record struct RowKey(string Value)
{
    /// <summary>Makes the key of the given parts, in the order in which the section declares them.</summary>
    public static RowKey Of(params ReadOnlySpan<string> parts)
    {
        if (parts.Length == 1)
            return new RowKey(Uri.EscapeDataString(parts[0]));
        var escaped = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            escaped[i] = Uri.EscapeDataString(parts[i]);
        return new RowKey(string.Join('/', escaped));
    }

    /// <summary>Reads a key from a link. Parts may be escaped by other rules than ours, as a script's <c>encodeURIComponent</c> leaves <c>!'()*</c>.</summary>
    public static RowKey Parse(string text) => Of(Array.ConvertAll(text.Split('/'), Uri.UnescapeDataString));

    /// <summary>The parts as they were given to <see cref="Of"/>.</summary>
    public IReadOnlyList<string> Parts => Array.ConvertAll(Value.Split('/'), Uri.UnescapeDataString);

    public override string ToString() => Value;
}
