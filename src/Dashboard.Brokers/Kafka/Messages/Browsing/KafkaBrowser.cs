using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Browsing;

/// <summary>Looks at topics by offset. Joins no group, commits nothing, leaves no trace.</summary>
internal sealed class KafkaBrowser(KafkaClients clients, TopicOffsets offsets) : IMessageBrowser, IDisposable
{
    private readonly ReadTurns _turns = new();

    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind == "topic"
        ? Availability.Yes
        : Availability.No($"a {destination.Kind} holds no messages");

    public async Task<BrowseEffect> DescribeEffectAsync(DestinationRef destination, CancellationToken cancellationToken)
    {
        try
        {
            if (await offsets.FindAsync(destination.Name, cancellationToken) is not { } topic)
                return Refused($"There is no {destination.Describe()}.", "It may just have been deleted: refresh the list.");
            var ranges = await offsets.RangesAsync(topic, readsUncommitted: true, cancellationToken);
            return new BrowseEffect(true, "Changes nothing: topics are read by offset, in no consumer group", [.. WithoutLeader(topic, ranges)], ChangesNothing: true, SupportsOffsets: true)
            {
                Partitions = ranges,
                HasTransactions = true,
                CanFollow = true,
            };
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"The messages of {destination.Describe()} cannot be looked at.", clients.Fault, $"Describe on {destination.Describe()}");
        }
    }

    public async Task<BrowseResult> BrowseAsync(BrowseRequest request, CancellationToken cancellationToken)
    {
        var turn = await _turns.EnterAsync(cancellationToken);
        Task closed = Task.CompletedTask;
        try
        {
            var (held, starts, missing) = await PrepareAsync(request, cancellationToken);
            var look = new TopicLook(clients, offsets, request, held, starts);
            try
            {
                var result = await look.RunAsync(cancellationToken);
                return missing is null ? result : result with { IsComplete = false, StopReason = $"{result.StopReason}; {missing}" };
            }
            finally
            {
                closed = look.ClosedAsync();
            }
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"The messages of {request.Destination.Describe()} cannot be looked at.", clients.Fault, $"Describe on {request.Destination.Describe()}");
        }
        finally
        {
            // Its place is free when its consumers are closed, not before.
            _ = closed.ContinueWith(_ => turn.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>What is there now and is to be read; and what of it cannot be.</summary>
    private async Task<(IReadOnlyList<PartitionRange> Held, IReadOnlyDictionary<int, long>? Starts, string? Missing)> PrepareAsync(
        BrowseRequest request, CancellationToken cancellationToken)
    {
        var place = request.Destination;
        var topic = await offsets.FindAsync(place.Name, cancellationToken)
            ?? throw new BrokerException($"There is no {place.Describe()}.", null, "It may just have been deleted: refresh the list.");
        if (request.Partition is { } wanted && !topic.Partitions.Exists(p => p.Partition == wanted))
            throw new BrokerException($"{Capitalised(place.Describe())} has no partition {wanted}: it has {topic.Partitions.Count:N0}.");
        var held = await offsets.RangesAsync(topic, request.ReadsUncommitted, cancellationToken);
        var starts = request.Start.At is { } at ? await offsets.AtAsync(topic, at, cancellationToken) : null;
        if (request.Partition is not { } one)
            return (held, starts, WithoutLeader(topic, held).FirstOrDefault());
        held = [.. held.Where(range => range.Partition == one)];
        return held.Count > 0
            ? (held, starts, null)
            : throw new BrokerException($"Partition {one} of {place.Describe()} has no leader: nothing can be read there now.", null, "Check that all brokers run.");
    }

    private static IEnumerable<string> WithoutLeader(TopicDescription topic, IReadOnlyList<PartitionRange> read)
    {
        var missing = topic.Partitions.Select(p => p.Partition).Except(read.Select(range => range.Partition)).Order().ToList();
        if (missing.Count > 0)
            yield return $"{(missing.Count == 1 ? "Partition" : "Partitions")} {string.Join(", ", missing.Take(20))} cannot be read: without a leader.";
    }

    private static BrowseEffect Refused(string why, string nextStep) => new(false, why, [nextStep], ChangesNothing: true, SupportsOffsets: false);

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
