using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dashboard.Brokers.Kafka.Messages.Publishing;

/// <summary>
/// Knows whether topics are there. Brokers that make topics by themselves would make one of every slip of the pen, and a producer waits long for one that is not there.
/// </summary>
internal sealed class TopicGuard(TopicOffsets offsets)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (long At, int Partitions)> _known = new();

    /// <summary>Why nothing can be sent there; null where it can. What was asked is remembered for some seconds.</summary>
    public ValueTask<string?> WhyNotAsync(string topic, int? partition, CancellationToken cancellationToken)
        => _known.TryGetValue(topic, out var known) && Stopwatch.GetElapsedTime(known.At) < Fresh
            ? ValueTask.FromResult(Judge(topic, known.Partitions, partition))
            : AskAsync(topic, partition, cancellationToken);

    private async ValueTask<string?> AskAsync(string topic, int? partition, CancellationToken cancellationToken)
    {
        var partitions = (await offsets.FindAsync(topic, cancellationToken))?.Partitions.Count ?? 0;
        _known[topic] = (Stopwatch.GetTimestamp(), partitions);
        return Judge(topic, partitions, partition);
    }

    private static string? Judge(string topic, int partitions, int? partition) => (partitions, partition) switch
    {
        (0, _) => $"There is no topic {topic}.",
        (_, { } wanted) when wanted < 0 || wanted >= partitions => $"Topic {topic} has no partition {wanted}: it has {partitions}, from 0.",
        _ => null,
    };
}
