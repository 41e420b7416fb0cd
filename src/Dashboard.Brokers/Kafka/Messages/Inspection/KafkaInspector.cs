using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Messages.Inspection;

/// <summary>Live facts of topics.</summary>
internal sealed class KafkaInspector(KafkaClients clients, TopicOffsets offsets) : IDestinationInspector
{
    private const string Counted = "offsets between the first and the end: there are fewer messages where the topic is compacted or has transactions";

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public async Task<DestinationFacts> InspectAsync(DestinationRef destination, CancellationToken cancellationToken)
    {
        try
        {
            if (destination.Kind != "topic" || await offsets.FindAsync(destination.Name, cancellationToken) is not { } topic)
                return new DestinationFacts { Destination = destination, Exists = false };
            var ranges = await offsets.RangesAsync(topic, readsUncommitted: true, cancellationToken);
            return new DestinationFacts
            {
                Destination = destination,
                Exists = true,
                Type = "topic",
                IsLog = true,
                ReadyMessages = ranges.Count == topic.Partitions.Count
                    ? new Metric(ranges.Sum(range => range.End - range.First), MetricAccuracy.Approximate, Counted)
                    : new Metric(ranges.Sum(range => range.End - range.First), MetricAccuracy.Approximate, $"{Counted}; partitions without a leader are not counted"),
                UnackedMessages = Metric.Unavailable("a topic keeps its messages, whoever has read them"),
                Consumers = Metric.Unavailable("who reads a topic is known of its consumer groups"),
                Consequences = [.. Of(topic)],
            };
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"{destination.Describe()} could not be looked at.", clients.Fault, $"Describe on {destination.Describe()}");
        }
    }

    public async Task<AddressReach> ReachAsync(PublishAddress address, CancellationToken cancellationToken)
    {
        var place = address.Destination;
        try
        {
            if (place.Kind != "topic" || place.Scope.Length > 0 || await offsets.FindAsync(place.Name, cancellationToken) is not { } topic)
                return new AddressReach(address, Exists: false, [], null, []);
            if (address.Partition is { } partition && !topic.Partitions.Exists(p => p.Partition == partition))
                return new AddressReach(address, Exists: false, [], null, [new Consequence(Tone.Bad, $"{place.Name} has {Figures.Plural(topic.Partitions.Count, "partition")}, and no partition {partition}.")]);
            return new AddressReach(address, Exists: true, [place], null, [.. Of(topic), .. OfTarget(topic, await TopicSettings.ReadAsync(clients, place.Name, cancellationToken))]);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"Where messages to {place.Describe()} go could not be asked.", clients.Fault, $"Describe on {place.Describe()}");
        }
    }

    private static IEnumerable<Consequence> Of(TopicDescription topic)
    {
        var leaderless = topic.Partitions.Count(p => p.Leader is not { Id: >= 0 });
        if (leaderless > 0)
            yield return new Consequence(Tone.Bad, $"{leaderless:N0} of {topic.Partitions.Count:N0} partitions have no leader: nothing can be read or written there.");
    }

    /// <summary>What becomes of messages that are written to it.</summary>
    private static IEnumerable<Consequence> OfTarget(TopicDescription topic, TopicSettings? settings)
    {
        if (settings is null)
            yield break;
        var few = topic.Partitions.Count(p => p.ISR.Count < settings.MinInSync);
        if (few > 0)
            yield return new Consequence(Tone.Bad, $"{few:N0} of {topic.Partitions.Count:N0} partitions have fewer replicas in sync than min.insync.replicas ({settings.MinInSync}): they take no messages.");
        if (settings.IsCompacted)
            yield return new Consequence(Tone.Warning, "The topic is compacted: a message replaces those with the same key before it, a null value deletes them, and a null key is refused.");
        if (settings.Retention is { } retention)
            yield return new Consequence(Tone.Info, $"Messages are removed {Words(retention)} after their timestamp (retention.ms): one with an old timestamp may go at once.");
    }

    private static string Words(TimeSpan time) => time.TotalDays >= 2 ? $"{time.TotalDays:0.#} days" : time.TotalHours >= 2 ? $"{time.TotalHours:0.#} hours" : $"{time.TotalMinutes:0.#} minutes";
}
