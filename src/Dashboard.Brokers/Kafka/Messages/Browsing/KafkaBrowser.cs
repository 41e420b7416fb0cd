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
            throw KafkaErrors.Of(failed, $"The messages of {destination.Describe()} cannot be looked at.", clients.Fault);
        }
    }

    public async Task<BrowseResult> BrowseAsync(BrowseRequest request, CancellationToken cancellationToken)
    {
        using var turn = await _turns.EnterAsync(cancellationToken);
        try
        {
            return await LookAsync(request, cancellationToken);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"The messages of {request.Destination.Describe()} cannot be looked at.", clients.Fault);
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<BrowseResult> LookAsync(BrowseRequest request, CancellationToken cancellationToken)
    {
        var place = request.Destination;
        var topic = await offsets.FindAsync(place.Name, cancellationToken)
            ?? throw new BrokerException($"There is no {place.Describe()}.", null, "It may just have been deleted: refresh the list.");
        if (request.Partition is { } wanted && !topic.Partitions.Exists(p => p.Partition == wanted))
            throw new BrokerException($"{Capitalised(place.Describe())} has no partition {wanted}: it has {topic.Partitions.Count:N0}.");
        var held = await offsets.RangesAsync(topic, request.ReadsUncommitted, cancellationToken);
        if (request.Partition is { } one)
        {
            held = [.. held.Where(range => range.Partition == one)];
            if (held.Count == 0)
                throw new BrokerException($"Partition {one} of {place.Describe()} has no leader: nothing can be read there now.", null, "Check that all brokers run.");
        }

        var starts = request.Start.At is { } at ? await offsets.AtAsync(topic, at, cancellationToken) : null;
        var result = await new TopicLook(clients, offsets, request, held, starts).RunAsync(cancellationToken);
        return request.Partition is null && WithoutLeader(topic, held).FirstOrDefault() is { } missing
            ? result with { IsComplete = false, StopReason = $"{result.StopReason}; {missing}" }
            : result;
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
