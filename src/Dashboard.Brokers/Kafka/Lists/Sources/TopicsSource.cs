using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sources;

/// <summary>Watermarks of all partitions: one ListOffsets pass for each sort of offset, which the library splits by leader.</summary>
internal sealed class TopicsSource(KafkaClients clients, ClusterState state)
{
    private static readonly TimeSpan LowPeriod = TimeSpan.FromSeconds(30);
    private DateTimeOffset _lowAt = DateTimeOffset.MinValue;

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        // The first metadata may still be on its way.
        for (var waited = 0; state.Map is null && waited < 50; waited++)
            await Task.Delay(100, cancellationToken);
        if (state.Map is not { } map)
            throw new SourceException(SourceProblemKind.Unreachable, "The cluster has not told its topics yet.");
        try
        {
            var partitions = map.Topics.SelectMany(t => t.Partitions.Where(p => p.HasLeader).Select(p => new TopicPartition(t.Name, p.Id))).ToList();
            state.Watermarks.Keep(map.Topics.SelectMany(t => t.Partitions.Select(p => (t.Name, p.Id))).ToHashSet());
            var isLowDue = context.Now - _lowAt >= LowPeriod;
            var high = AskAsync(partitions, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted, cancellationToken);
            var stable = AskAsync(partitions, OffsetSpec.Latest(), IsolationLevel.ReadCommitted, cancellationToken);
            var low = isLowDue ? AskAsync(partitions, OffsetSpec.Earliest(), IsolationLevel.ReadUncommitted, cancellationToken) : Task.FromResult<IReadOnlyList<ListOffsetsResultInfo>>([]);
            await Task.WhenAll(high, stable, low);
            Note(await low, (t, p, offset) => state.Watermarks.Note(t, p, context.Now, low: offset));
            Note(await high, (t, p, offset) => state.Watermarks.Note(t, p, context.Now, high: offset));
            Note(await stable, (t, p, offset) => state.Watermarks.Note(t, p, context.Now, lastStable: offset));
            if (isLowDue)
                _lowAt = context.Now;
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.OfReading(failed, clients.Fault);
        }

        var topics = TopicsSection.Table(map, state.Watermarks, context.Now);
        return new SourceReading { Tables = [topics, PartitionsSection.Table(map, state.Watermarks, context.Now)], Figures = [.. Figures(topics)] };
    }

    private async Task<IReadOnlyList<ListOffsetsResultInfo>> AskAsync(
        List<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
            return [];
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.ListOffsetsAsync(
                    partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec }),
                    new ListOffsetsOptions { RequestTimeout = limit, IsolationLevel = isolation }),
                cancellationToken);
            return answer.ResultInfos;
        }
        catch (ListOffsetsException partly) when (partly.Result.ResultInfos.Exists(r => !r.TopicPartitionOffsetError.Error.IsError))
        {
            // Partitions whose leader is dying keep what was known of them.
            return partly.Result.ResultInfos;
        }
    }

    private static void Note(IReadOnlyList<ListOffsetsResultInfo> infos, Action<string, int, long> note)
    {
        foreach (var told in infos.Select(i => i.TopicPartitionOffsetError).Where(t => !t.Error.IsError && t.Offset.Value >= 0))
            note(told.Topic, told.Partition.Value, told.Offset.Value);
    }

    private static IEnumerable<Figure> Figures(SectionTable topics)
    {
        yield return Sum("messages", "Messages", ColumnType.Integer);
        yield return Sum("rate", "Messages in", ColumnType.Rate);

        Figure Sum(string column, string title, ColumnType type)
        {
            double sum = 0;
            var missing = 0;
            for (var row = 0; row < topics.RowCount; row++)
            {
                var value = topics[column].NumberAt(row);
                if (double.IsNaN(value))
                    missing++;
                else
                    sum += value;
            }

            var metric = missing == 0 ? Metric.Exact(sum)
                : missing < topics.RowCount ? new Metric(sum, MetricAccuracy.Approximate, "Some partitions have not told their offsets.")
                : Metric.Unavailable("No partition has told its offsets yet.");
            return new Figure(column, title, type, metric) { Group = column, KeepsHistory = true };
        }
    }
}
