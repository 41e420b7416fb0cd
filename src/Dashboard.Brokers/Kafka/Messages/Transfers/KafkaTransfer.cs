using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Messages.Origins;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Transfers;

/// <summary>
/// Reads topics for jobs, by place and in no consumer group. What belongs to aborted transactions is never read, and a job ends before the first transaction that was
/// open when it started.
/// </summary>
internal sealed class KafkaTransfer(KafkaClients clients, TopicOffsets offsets, TimeProvider time) : IMessageTransfer
{
    public bool HasPartitions => true;

    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind == "topic"
        ? Availability.Yes
        : Availability.No($"messages cannot be taken from a {destination.Kind}");

    public async Task<IReadOnlyList<LogRange>?> MeasureAsync(DestinationRef source, LogBounds bounds, CancellationToken cancellationToken)
    {
        try
        {
            var topic = await offsets.FindAsync(source.Name, cancellationToken) ?? throw new BrokerException($"There is no {source.Describe()}.", null, "It may just have been deleted: refresh the list.");
            var wanted = topic.Partitions.Where(one => bounds.Partitions.Count == 0 || bounds.Partitions.Contains(one.Partition)).ToList();
            foreach (var missing in bounds.Partitions.Where(one => !topic.Partitions.Exists(there => there.Partition == one)))
                throw new BrokerException($"{source.Describe()} has no partition {missing}.");
            if (wanted.Find(one => one.Leader is not { Id: >= 0 }) is { } headless)
                throw new BrokerException($"Partition {headless.Partition} of {source.Describe()} has no leader: what stands in it cannot be told.", null, "Wait until its broker is back, or leave the partition out.");
            var ranges = await offsets.RangesAsync(topic, readsUncommitted: false, cancellationToken);
            if (wanted.Find(one => !ranges.Any(range => range.Partition == one.Partition)) is { } silent)
                throw new BrokerException($"The leader of partition {silent.Partition} of {source.Describe()} does not tell where it ends.", null, "Try again when its broker answers.");
            var from = bounds.FromTime is { } begin ? await offsets.AtAsync(topic, begin, cancellationToken) : null;
            var to = bounds.ToTime is { } end ? await offsets.AtAsync(topic, end, cancellationToken) : null;
            return
            [
                .. ranges.Where(range => wanted.Exists(one => one.Partition == range.Partition)).Select(range =>
                {
                    var first = Math.Max(range.First, bounds.FromOffset ?? (from is null ? 0 : from.GetValueOrDefault(range.Partition, range.End)));
                    var behind = Math.Min(range.End, bounds.ToOffset + 1 ?? (to is null ? long.MaxValue : to.GetValueOrDefault(range.Partition, range.End)));
                    return LogRange.Of(range.Partition, Math.Min(first, range.End), Math.Max(Math.Min(first, range.End), behind));
                }),
            ];
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"{source.Describe()} cannot be read.", clients.Fault, $"Describe on {source.Describe()}");
        }
    }

    public async Task<string?> LogIdAsync(DestinationRef destination, CancellationToken cancellationToken)
    {
        if (destination.Kind != "topic")
            return null;
        try
        {
            if (await offsets.FindAsync(destination.Name, cancellationToken) is not { } topic)
                return null;
            var cluster = await clients.AdminAsync((admin, limit) => admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = limit }), cancellationToken);

            // Brokers before 2.8 have no ids of topics.
            return topic.TopicId is { } id && (id.MostSignificantBits != 0 || id.LeastSignificantBits != 0) && cluster.ClusterId is { Length: > 0 } name
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"kafka/{name}/{id.MostSignificantBits:x16}{id.LeastSignificantBits:x16}")
                : null;
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"{destination.Describe()} cannot be told from others of its name.", clients.Fault, $"Describe on {destination.Describe()}");
        }
    }

    public long? PlaceOf(MessageIdentity identity)
        => identity.MessageId is { } id && LogPosition.TryParse(id.Replace('-', ':'), out var position) ? position.Packed : null;

    public async Task<ITransferSession> OpenAsync(TransferRequest request, CancellationToken cancellationToken)
    {
        var ranges = request.Ranges ?? await MeasureAsync(request.Source, LogBounds.None, cancellationToken) ?? [];
        if (request.Ranges is null && request.FromOffset is { } from)
            ranges = [.. ranges.Where(range => range.End > from).Select(range => range with { From = Math.Max(range.From, from) })];
        try
        {
            // Opening a client takes its time.
            return await Task.Run(() => new KafkaTransferSession(clients, request, [.. ranges.Where(range => range.Count > 0)], time), cancellationToken);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"{request.Source.Describe()} cannot be read.", clients.Fault);
        }
    }

    /// <summary>By the record it stood in first: to its topic, where its key decides on the partition, or to the very partition.</summary>
    public OriginAnswer OriginOf(MessageEnvelope message, bool byOriginalRoute)
    {
        var origins = OriginHeaders.Of(message.Headers);
        if (origins.Count == 0)
            return new OriginAnswer(null, "it has no header that tells where it came from (__connect.errors.topic, kafka_dlt-original-topic, x-original-topic)");
        var first = origins[0];
        if (!TopicOffsets.IsName(first.Topic))
            return new OriginAnswer(null, $"its headers ({first.Convention}) name no topic that can be");
        var address = new PublishAddress(message.Source with { Kind = "topic", Name = first.Topic });
        if (!byOriginalRoute)
            return new OriginAnswer(address, null);
        return first.Partition is { } partition
            ? new OriginAnswer(address with { Partition = partition }, null)
            : new OriginAnswer(null, $"its headers ({first.Convention}) tell the topic and not the partition");
    }
}
