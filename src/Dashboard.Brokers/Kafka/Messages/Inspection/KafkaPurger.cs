using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Inspection;

/// <summary>Deletes records from the beginning of partitions up to an offset (DeleteRecords), which is told by offsets: how many messages stood there is not known.</summary>
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

            // The broker would say so at the very end, when all is in the archive.
            if (await TopicSettings.ReadAsync(clients, destination.Name, cancellationToken) is { } settings && !settings.CleanupPolicy.Contains("delete", StringComparison.Ordinal))
                throw new BrokerException(
                    $"Nothing was purged: the cleanup.policy of {destination.Describe()} is \"{settings.CleanupPolicy}\", and without \"delete\" in it the brokers remove no records by offset.",
                    null,
                    "Write a null value for each key that is to go, or change the policy.");
            var ranges = await offsets.RangesAsync(topic, readsUncommitted: true, cancellationToken);
            if (bound.Partition is { } one)
                ranges = [.. ranges.Where(range => range.Partition == one)];
            if (topic.Partitions.Find(p => (bound.Partition ?? p.Partition) == p.Partition && !ranges.Any(range => range.Partition == p.Partition)) is { } silent)
                throw new BrokerException($"Nothing was purged: partition {silent.Partition} of {destination.Describe()} has no leader, or it does not tell where it ends.", null, "Wait until its broker is back, or name the partition that is to be purged.");

            // All of it would go, which is asked for by naming no offset, and is rather a slip of the pen.
            if (bound.Offset is { } offset && ranges.All(range => offset > range.End))
                throw new BrokerException($"Nothing was purged: there is no offset {offset:N0} in {destination.Describe()}, which ends before {ranges.Max(range => range.End):N0}.", null, "To purge up to the end, name no offset.");
            var times = bound.Before is { } before ? await offsets.AtAsync(topic, before, cancellationToken) : null;
            return
            [
                .. ranges.Select(range => range with { End = EndOf(range, bound, times) })
                    .Where(range => range.End > range.First),
            ];
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"Nothing was purged of {destination.Describe()}.", clients.Fault, $"Describe on {destination.Describe()}");
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
            throw KafkaErrors.Of(refused, $"Nothing was purged of {destination.Describe()}.", clients.Fault, $"Delete on {destination.Describe()}");
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
