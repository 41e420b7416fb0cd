using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Inspection;

/// <summary>Deletes records from the beginning of partitions up to an offset (DeleteRecords). What goes is counted by the movement of the first offset.</summary>
internal sealed class KafkaPurger(KafkaClients clients, TopicOffsets offsets) : IDestinationPurger, ILogPurger
{
    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind == "topic"
        ? Availability.Yes
        : Availability.No($"a {destination.Kind} holds no messages");

    public async Task<Metric> PurgeAsync(DestinationRef destination, CancellationToken cancellationToken)
        => await PurgeAsync(destination, await PreviewAsync(destination, new PurgeBound(), cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<PartitionRange>> PreviewAsync(DestinationRef destination, PurgeBound bound, CancellationToken cancellationToken)
    {
        try
        {
            var topic = await offsets.FindAsync(destination.Name, cancellationToken)
                ?? throw new BrokerException($"Nothing was purged: there is no {destination.Describe()}.", null, "It may just have been deleted: refresh the list.");
            if (bound.Partition is { } wanted && !topic.Partitions.Exists(p => p.Partition == wanted))
                throw new BrokerException($"Nothing was purged: {destination.Describe()} has no partition {wanted}.");
            var ranges = await offsets.RangesAsync(topic, readsUncommitted: true, cancellationToken);
            var times = bound.Before is { } before ? await offsets.AtAsync(topic, before, cancellationToken) : null;
            return
            [
                .. ranges.Where(range => bound.Partition is null || range.Partition == bound.Partition)
                    .Select(range => range with { End = EndOf(range, bound, times) })
                    .Where(range => range.End > range.First),
            ];
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"Nothing was purged of {destination.Describe()}.", clients.Fault);
        }
    }

    public async Task<Metric> PurgeAsync(DestinationRef destination, IReadOnlyList<PartitionRange> ranges, CancellationToken cancellationToken)
    {
        if (ranges.Count == 0)
            return Metric.Exact(0);
        try
        {
            await clients.AdminAsync(
                (admin, limit) => admin.DeleteRecordsAsync(
                    ranges.Select(range => new TopicPartitionOffset(destination.Name, range.Partition, range.End)),
                    new DeleteRecordsOptions { RequestTimeout = limit, OperationTimeout = limit }),
                cancellationToken);
            return new Metric(ranges.Sum(range => range.End - range.First), MetricAccuracy.Exact);
        }
        catch (DeleteRecordsException partly) when (partly.Results.Exists(result => !result.Error.IsError))
        {
            var failed = partly.Results.Where(result => result.Error.IsError).ToList();
            throw new BrokerException(
                $"Of {destination.Describe()} {partly.Results.Count - failed.Count:N0} partitions were purged; nothing went of {string.Join(", ", failed.Select(r => r.Partition.Value).Order().Take(50))}.",
                failed[0].Error.Reason);
        }
        catch (DeleteRecordsException refused)
        {
            throw KafkaErrors.Of(refused, $"Nothing was purged of {destination.Describe()}.", clients.Fault);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"Whether {destination.Describe()} was purged is not known.", clients.Fault);
        }
    }

    private static long EndOf(PartitionRange range, PurgeBound bound, IReadOnlyDictionary<int, long>? times)
    {
        var end = times is null ? bound.Offset ?? range.End : times.GetValueOrDefault(range.Partition, range.End);
        return Math.Clamp(end, range.First, range.End);
    }
}
