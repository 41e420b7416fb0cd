using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Groups.Reading;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Groups.Editing;

/// <summary>Reads one group and its partitions live, for plans and for looking back.</summary>
internal sealed class GroupReading(KafkaClients clients)
{
    private readonly GroupCommits _committed = new(clients);

    /// <summary>The group now; null where there is none.</summary>
    /// <exception cref="BrokerException">It could not be asked.</exception>
    public async Task<LiveGroup?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var description = await DescribeAsync(id, cancellationToken);
            var offsets = await _committed.ReadAsync(id, cancellationToken);
            if (offsets.Error is { } error)
                throw new KafkaException(error);
            var committed = offsets.Partitions.Where(p => p.Offset.Value >= 0).ToDictionary(p => p.TopicPartition, p => p.Offset.Value);
            var members = description?.Members.Select(m => m.ClientId).ToList() ?? [];
            return description?.State is null or ConsumerGroupState.Dead && committed.Count == 0 ? null : new LiveGroup(id, members, committed);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, "The group could not be read. Nothing was changed.", clients.Fault);
        }
    }

    /// <summary>What a reset would make of the group's partitions, by topic and number.</summary>
    /// <exception cref="BrokerException">It could not be asked, or there is nothing that it could be about.</exception>
    public async Task<IReadOnlyList<OffsetMove>> MovesAsync(ObjectChange change, LiveGroup group, CancellationToken cancellationToken)
    {
        try
        {
            var partitions = await ChosenAsync(change, group, cancellationToken);
            if (partitions.Count == 0)
                return [];
            var low = await ReadAsync(partitions, OffsetSpec.Earliest(), cancellationToken);
            var high = await ReadAsync(partitions, OffsetSpec.Latest(), cancellationToken);
            var at = change.Values.Text(GroupForms.To) == "time"
                ? await ReadAsync(partitions, OffsetSpec.ForTimestamp(GroupForms.TimeOf(change.Values.Text(GroupForms.Time)!)!.Value.ToUnixTimeMilliseconds()), cancellationToken)
                : high;
            if (partitions.FirstOrDefault(p => !low.ContainsKey(p) || !high.ContainsKey(p) || !at.ContainsKey(p)) is { } silent)
                throw new BrokerException($"Partition {silent.Partition.Value} of {silent.Topic} has not told its offsets: it has no leader, or it is gone. Nothing was changed.");
            return
            [
                .. partitions.OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition.Value)
                    .Select(p => new OffsetMove(p, group.Committed.GetValueOrDefault(p, -1), NewOf(change, group.Committed.GetValueOrDefault(p, low[p]), low[p], high[p], at[p]), low[p], high[p])),
            ];
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, "The partitions could not be read. Nothing was changed.", clients.Fault);
        }
    }

    private static long NewOf(ObjectChange change, long old, long low, long high, long at) => change.Values.Text(GroupForms.To) switch
    {
        "latest" => high,
        "offset" => OffsetMove.Within(change.Values.Integer(GroupForms.Offset) ?? 0, low, high),

        // No message is that young: the end.
        "time" => at < 0 ? high : OffsetMove.Within(at, low, high),
        "shift" => OffsetMove.Within(Add(old, change.Values.Integer(GroupForms.Shift) ?? 0), low, high),
        _ => low,
    };

    private static long Add(long offset, long shift)
    {
        var sum = unchecked(offset + shift);
        return shift > 0 && sum < offset ? long.MaxValue : shift < 0 && sum > offset ? 0 : sum;
    }

    private async Task<ConsumerGroupDescription?> DescribeAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.DescribeConsumerGroupsAsync([id], new DescribeConsumerGroupsOptions { RequestTimeout = limit }), cancellationToken);
            return answer.ConsumerGroupDescriptions[0];
        }
        catch (DescribeConsumerGroupsException failed) when (failed.Results.ConsumerGroupDescriptions is [{ } only])
        {
            return only.Error.Code == ErrorCode.GroupIdNotFound ? null : throw new KafkaException(only.Error, failed);
        }
    }

    private async Task<List<TopicPartition>> ChosenAsync(ObjectChange change, LiveGroup group, CancellationToken cancellationToken)
    {
        if (change.Kind == GroupForms.OffsetKind && change.Key!.Value.Parts is [_, var only, var number])
            return [new TopicPartition(only, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        if (change.Values.Text(GroupForms.Topic) is not { Length: > 0 } topic)
            return [.. group.Committed.Keys];
        var numbers = change.Values.Text(GroupForms.Partitions) is { Length: > 0 } text ? GroupForms.Numbers(text) : null;

        // A topic it has not committed to yet can be given offsets too.
        var metadata = await clients.AdminAsync((admin, limit) => admin.GetMetadata(topic, limit), cancellationToken);
        var known = metadata.Topics.FirstOrDefault(t => t.Topic == topic)?.Partitions.Select(p => p.PartitionId).ToHashSet() ?? [];
        if (known.Count == 0)
            throw new BrokerException($"There is no topic {topic}. Nothing was changed.");
        if (numbers?.Where(n => !known.Contains(n)).Order().ToList() is [var missing, ..])
            throw new BrokerException($"{topic} has no partition {missing}: it has 0 to {known.Count - 1}. Nothing was changed.");
        return [.. (numbers ?? (IEnumerable<int>)known).Select(n => new TopicPartition(topic, n))];
    }

    private async Task<Dictionary<TopicPartition, long>> ReadAsync(List<TopicPartition> partitions, OffsetSpec spec, CancellationToken cancellationToken)
        => (await EndOffsets.ReadAsync(clients, partitions, spec, cancellationToken))
            .Select(told => told.TopicPartitionOffsetError)
            .Where(told => !told.Error.IsError)
            .ToDictionary(told => told.TopicPartition, told => told.Offset.Value);
}

/// <summary>A group as it is now.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Members">Client ids of its members.</param>
/// <param name="Committed">By partition.</param>
internal sealed record LiveGroup(string Id, IReadOnlyList<string> Members, IReadOnlyDictionary<TopicPartition, long> Committed)
{
    /// <summary>Why its offsets cannot be set and it cannot be deleted; null where it has no member.</summary>
    public string? WhyNot => Members.Count == 0
        ? null
        : $"The group is live: {Figures.PluralExact(Members.Count, "member")} ({string.Join(", ", Members.Distinct().Take(3))}{(Members.Distinct().Count() > 3 ? ", …" : "")}). Stop its consumers first.";
}
