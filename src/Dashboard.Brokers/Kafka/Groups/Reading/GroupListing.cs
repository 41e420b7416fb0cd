using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>
/// Lists all groups with their members: two requests for each broker, by the older call of the library, because a failing ListConsumerGroups ends the
/// process. That call tells nothing of groups of the newer protocol but their names: these, and groups somebody looks at, are described one by one,
/// a bounded number each time, in turns.
/// </summary>
internal sealed class GroupListing(KafkaClients clients)
{
    /// <summary>A description costs a few requests of its own.</summary>
    private const int MostDescribed = 60;

    private readonly Dictionary<string, GroupFacts> _described = [];
    private readonly Dictionary<string, (byte[] Bytes, IReadOnlyList<TopicPartition>? Partitions)> _assignments = [];
    private readonly Dictionary<string, string> _instances = [];
    private int _turn;

    /// <summary>All groups by name.</summary>
    /// <param name="lookedAt">Groups somebody looks at: described first, which tells instance ids too.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="KafkaException">The brokers did not answer.</exception>
    public async Task<IReadOnlyList<GroupFacts>> ReadAsync(IReadOnlySet<string> lookedAt, CancellationToken cancellationToken)
    {
        var listed = await clients.AdminAsync((admin, limit) => admin.ListGroups(limit), cancellationToken);
        var groups = new Dictionary<string, GroupFacts>(listed.Count, StringComparer.Ordinal);
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in listed.Where(g => g.ProtocolType is "" or "consumer"))
            groups[group.Group] = Classic(group, members);
        foreach (var gone in _assignments.Keys.Where(id => !members.Contains(id)).ToList())
            _assignments.Remove(gone);
        foreach (var gone in _instances.Keys.Where(id => !members.Contains(id)).ToList())
            _instances.Remove(gone);
        foreach (var gone in _described.Keys.Where(id => !groups.ContainsKey(id)).ToList())
            _described.Remove(gone);

        var newer = groups.Values.Where(IsOfNewerProtocol).Select(g => g.Id).Order(StringComparer.Ordinal).ToList();
        await DescribeAsync(Due(newer, groups, lookedAt), cancellationToken);
        foreach (var id in newer)
            groups[id] = _described.GetValueOrDefault(id) ?? groups[id] with { State = GroupState.Unknown, AreMembersKnown = false };
        return [.. groups.Values.Select(WithInstances).OrderBy(g => g.Id, StringComparer.Ordinal)];
    }

    // What this call says of a group that it does not know: dead, without a protocol. A listed group is not dead.
    private static bool IsOfNewerProtocol(GroupFacts group) => group is { State: GroupState.Dead, ProtocolType: null };

    private List<string> Due(List<string> newer, Dictionary<string, GroupFacts> groups, IReadOnlySet<string> lookedAt)
    {
        var due = lookedAt.Where(groups.ContainsKey).Take(MostDescribed / 2).ToList();
        var inTurn = Math.Min(newer.Count, MostDescribed - due.Count);
        for (var i = 0; i < inTurn; i++)
            due.Add(newer[(_turn + i) % newer.Count]);
        _turn = newer.Count == 0 ? 0 : (_turn + inTurn) % newer.Count;
        return [.. due.Distinct(StringComparer.Ordinal)];
    }

    private async Task DescribeAsync(List<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return;
        IReadOnlyList<ConsumerGroupDescription> answers;
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.DescribeConsumerGroupsAsync(ids, new DescribeConsumerGroupsOptions { RequestTimeout = limit }), cancellationToken);
            answers = answer.ConsumerGroupDescriptions;
        }
        catch (DescribeConsumerGroupsException partly)
        {
            answers = partly.Results.ConsumerGroupDescriptions;
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            // What was known of them stays.
            return;
        }

        foreach (var description in answers.Where(d => !d.Error.IsError))
        {
            var group = Described(description);
            foreach (var member in group.Members.Where(m => m.InstanceId is not null))
                _instances[member.Id] = member.InstanceId!;
            if (group.Kind == GroupKind.Consumer)
                _described[group.Id] = group;
        }
    }

    private GroupFacts Classic(GroupInfo group, HashSet<string> members) => new(group.Group)
    {
        State = StateOf(group.State),
        Kind = group is { State: "Dead", ProtocolType: "" } ? GroupKind.Unknown : GroupKind.Classic,
        ProtocolType = NullIfEmpty(group.ProtocolType),
        Assignor = NullIfEmpty(group.Protocol),
        Coordinator = group.Broker.BrokerId,
        AreMembersKnown = !group.Error.IsError,
        Members =
        [
            .. group.Members.Select(m => new MemberFacts(m.MemberId, m.ClientId, HostOf(m.ClientHost))
            {
                Assignment = AssignmentOf(m, members),
            }),
        ],
    };

    private GroupFacts WithInstances(GroupFacts group)
        => group.Members.Any(m => m.InstanceId is null && _instances.ContainsKey(m.Id))
            ? group with { Members = [.. group.Members.Select(m => m.InstanceId is null && _instances.TryGetValue(m.Id, out var instance) ? m with { InstanceId = instance } : m)] }
            : group;

    private IReadOnlyList<TopicPartition>? AssignmentOf(GroupMemberInfo member, HashSet<string> members)
    {
        members.Add(member.MemberId);
        var bytes = member.MemberAssignment ?? [];
        if (!_assignments.TryGetValue(member.MemberId, out var known) || !bytes.AsSpan().SequenceEqual(known.Bytes))
            _assignments[member.MemberId] = known = (bytes, AssignmentBytes.Read(bytes));
        return known.Partitions;
    }

    private static GroupFacts Described(ConsumerGroupDescription group) => new(group.GroupId)
    {
        State = group.State switch
        {
            ConsumerGroupState.Stable => GroupState.Stable,
            ConsumerGroupState.PreparingRebalance => GroupState.PreparingRebalance,
            ConsumerGroupState.CompletingRebalance => GroupState.CompletingRebalance,
            ConsumerGroupState.Empty => GroupState.Empty,
            ConsumerGroupState.Dead => GroupState.Dead,
            _ => GroupState.Unknown,
        },
        Kind = group.GroupType switch
        {
            ConsumerGroupType.Consumer => GroupKind.Consumer,
            ConsumerGroupType.Classic => GroupKind.Classic,
            _ => GroupKind.Unknown,
        },
        ProtocolType = "consumer",
        Assignor = NullIfEmpty(group.PartitionAssignor),
        Coordinator = group.Coordinator?.Id,
        AreMembersKnown = true,
        Members =
        [
            .. group.Members.Select(m => new MemberFacts(m.ConsumerId, m.ClientId, HostOf(m.Host))
            {
                InstanceId = NullIfEmpty(m.GroupInstanceId),
                Assignment =
                [
                    .. (m.Assignment?.TopicPartitions ?? []).OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition.Value)
                        .Select(p => new TopicPartition(p.Topic, p.Partition)),
                ],
            }),
        ],
    };

    private static GroupState StateOf(string state) => Enum.TryParse<GroupState>(state, ignoreCase: false, out var known) ? known : GroupState.Unknown;

    private static string HostOf(string? host) => (host ?? "").TrimStart('/');

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
