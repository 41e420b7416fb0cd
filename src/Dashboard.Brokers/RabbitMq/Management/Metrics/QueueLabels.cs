using Dashboard.Brokers.RabbitMq.Management.Sources;

namespace Dashboard.Brokers.RabbitMq.Management.Metrics;

/// <summary>How queues are named in the metrics: by labels that older brokers write without escapes and newer ones may write with them. Both are looked for.</summary>
internal sealed class QueueLabels
{
    private readonly IReadOnlyList<QueueRow> _rows;

    public QueueLabels(IReadOnlyList<QueueRow> rows)
    {
        _rows = rows;
        Ordinals = new Dictionary<string, int>(rows.Count, StringComparer.Ordinal);
        for (var ordinal = 0; ordinal < rows.Count; ordinal++)
        {
            var (vhost, name) = (rows[ordinal].VirtualHost, rows[ordinal].Name);
            Add(Label(vhost, name), ordinal);
            Add(Label(Escaped(vhost), Escaped(name)), ordinal);
        }
    }

    /// <summary>Places of queues among the rows, by label.</summary>
    public Dictionary<string, int> Ordinals { get; }

    public int Count => _rows.Count;

    /// <summary>Two queues would look alike: their names hold quotation marks in a way that nobody but a tester gives them.</summary>
    public bool AreAmbiguous { get; private set; }

    /// <summary>Whether these are the labels of the same queues in the same order.</summary>
    public bool AreOf(IReadOnlyList<QueueRow> rows)
    {
        if (rows.Count != _rows.Count)
            return false;
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row].Key != _rows[row].Key)
                return false;
        }

        return true;
    }

    private static string Label(string vhost, string name) => $"vhost=\"{vhost}\",queue=\"{name}\"";

    private static string Escaped(string name)
        => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private void Add(string label, int ordinal)
    {
        if (!Ordinals.TryAdd(label, ordinal) && Ordinals[label] != ordinal)
            AreAmbiguous = true;
    }
}
