using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Metrics;

/// <summary>
/// One answer of <c>/metrics/detailed</c> with the families <c>queue_coarse_metrics</c> and <c>node_metrics</c>: the depths of queues, and which
/// broker it is. Queues are told by their labels as they stand in the text (<c>vhost="/",queue="orders"</c>): names are not read out of them,
/// because older brokers do not escape them. Streams through the text and makes no strings but for labels that are not known.
/// </summary>
internal sealed class DepthReading
{
    private const string Prefix = "rabbitmq_detailed_";
    private const string Identity = "rabbitmq_identity_info{";
    private const int LongestLine = 64 * 1024;

    private static readonly (string Name, int Figure)[] Figures = [("queue_messages_ready{", 0), ("queue_messages_unacked{", 1), ("queue_messages{", 2)];

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ordinals;
    private readonly long[][] _figures;

    private DepthReading(QueueLabels labels)
    {
        _ordinals = labels.Ordinals.GetAlternateLookup<ReadOnlySpan<char>>();
        _figures = [.. Figures.Select(_ => new long[labels.Count])];
        foreach (var figure in _figures)
            Array.Fill(figure, -1);
    }

    /// <summary>The labels that tell which broker it is, as they stand in the text; null where it does not tell.</summary>
    public string? Broker { get; private set; }

    /// <summary>How long the node has been up, in seconds; null where it does not tell.</summary>
    public double? Uptime { get; private set; }

    /// <summary>Labels of queues that are none of the known.</summary>
    public HashSet<string> Strange { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads an answer to its end.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="labels">The known queues.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SourceException">A line is too long to be one of a broker's.</exception>
    public static async Task<DepthReading> ReadAsync(Stream stream, QueueLabels labels, CancellationToken cancellationToken)
    {
        var reading = new DepthReading(labels);
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: LongestLine));
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var rest = reading.TakeLines(read.Buffer);
                if (read.IsCompleted)
                {
                    reading.TakeLine(rest);
                    return reading;
                }

                if (rest.Length > LongestLine)
                    throw new SourceException(SourceProblemKind.Unexpected, "A line of the metrics does not end.");
                pipe.AdvanceTo(rest.Start, read.Buffer.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>What a queue holds, by its place among the known; null where not all of it was told.</summary>
    public (long Ready, long Unacked, long Total)? Of(int ordinal)
    {
        var (ready, unacked, total) = (_figures[0][ordinal], _figures[1][ordinal], _figures[2][ordinal]);
        return ready < 0 || unacked < 0 || total < 0 ? null : (ready, unacked, total);
    }

    private ReadOnlySequence<byte> TakeLines(ReadOnlySequence<byte> text)
    {
        while (text.PositionOf((byte)'\n') is { } end)
        {
            TakeLine(text.Slice(0, end));
            text = text.Slice(text.GetPosition(1, end));
        }

        return text;
    }

    private void TakeLine(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty || line.FirstSpan[0] == (byte)'#')
            return;
        var characters = ArrayPool<char>.Shared.Rent((int)line.Length);
        try
        {
            Take(characters.AsSpan(0, Encoding.UTF8.GetChars(line, characters)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    private void Take(ReadOnlySpan<char> line)
    {
        // Values hold no brace: the last one ends the labels, whatever is in the names.
        var end = line.LastIndexOf('}');
        if (line.StartsWith(Identity) && end > 0)
            Broker = line[Identity.Length..end].ToString();
        if (!line.StartsWith(Prefix))
            return;
        line = line[Prefix.Length..];
        end -= Prefix.Length;
        const string Uptimes = "erlang_uptime_seconds ";
        if (line.StartsWith(Uptimes) && double.TryParse(line[Uptimes.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var uptime))
            Uptime = uptime;
        foreach (var (name, figure) in Figures)
        {
            if (!line.StartsWith(name) || end < name.Length)
                continue;
            var labels = line[name.Length..end];
            if (!_ordinals.TryGetValue(labels, out var ordinal))
                Strange.Add(labels.ToString());
            else if (double.TryParse(line[(end + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < 9e18)
                _figures[figure][ordinal] = (long)value;
            return;
        }
    }
}
