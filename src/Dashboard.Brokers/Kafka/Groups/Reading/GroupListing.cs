using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Core.Concurrency;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>
/// Lists all groups with their members: two requests for each broker, by the older call of the library, because a failing ListConsumerGroups ends the
/// process. That call tells nothing of groups of the newer protocol but their names: these, and groups somebody looks at, are described one by one,
/// a bounded number each time, in turns. A group that was there is gone only when its coordinator says so: until then what was told last stays.
/// That call comes back when all brokers have answered or its time is over: once one was silent it goes on beside the polls, and they have the list of before.
/// </summary>
internal sealed class GroupListing(KafkaClients clients)
{
    /// <summary>A description costs a few requests of its own.</summary>
    private const int MostDescribed = 60;

    /// <summary>Groups that are not listed any more, asked for by name at once.</summary>
    private const int MostMissed = 500;

    private readonly Dictionary<string, GroupFacts> _described = [];
    private readonly Dictionary<string, (byte[] Bytes, IReadOnlyList<TopicPartition>? Partitions)> _assignments = [];
    private readonly Dictionary<string, string> _instances = [];
    private IReadOnlyList<GroupFacts> _known = [];
    private Task<ListedGroups>? _asking;
    private int _turn;

    /// <summary>Brokers that have not told their groups the last time, by id, with the reason.</summary>
    public IReadOnlyDictionary<int, Error> Silent { get; private set; } = new Dictionary<int, Error>();

    /// <summary>Whether states and members were told by the last read; else they are those of an earlier one.</summary>
    public bool IsOfNow { get; private set; }

    /// <summary>All groups by name.</summary>
    /// <param name="lookedAt">Groups somebody looks at: described first, which tells instance ids too.</param>
    /// <param name="map">Tells who coordinates a group that is not told; null where it is not known.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="KafkaException">No broker answered.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public async Task<IReadOnlyList<GroupFacts>> ReadAsync(IReadOnlySet<string> lookedAt, ClusterMap? map, CancellationToken cancellationToken)
    {
        var told = await ListAsync(cancellationToken);
        IsOfNow = told is not null;
        if (told is not { } listed)
            return _known = await GoOnAsync(map, cancellationToken);
        Silent = listed.Silent;
        var groups = new Dictionary<string, GroupFacts>(listed.Groups.Count, StringComparer.Ordinal);
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in listed.Groups.Where(g => g.ProtocolType is "" or "consumer"))
            groups[group.Group] = Classic(group, members);
        var names = listed.Groups.Select(g => g.Group).ToHashSet(StringComparer.Ordinal);
        var missed = await MissedAsync([.. _known.Where(known => !names.Contains(known.Id))], map, cancellationToken);
        foreach (var gone in _assignments.Keys.Where(id => !members.Contains(id)).ToList())
            _assignments.Remove(gone);
        foreach (var gone in _instances.Keys.Where(id => !members.Contains(id)).ToList())
            _instances.Remove(gone);
        foreach (var gone in _described.Keys.Where(id => !groups.ContainsKey(id)).ToList())
            _described.Remove(gone);

        var newer = groups.Values.Where(IsOfNewerProtocol).Select(g => g.Id).Order(StringComparer.Ordinal).ToList();
        Take(await DescribeAsync(Due(newer, groups, lookedAt), cancellationToken) ?? []);
        foreach (var id in newer)
            groups[id] = _described.GetValueOrDefault(id) ?? groups[id] with { State = GroupState.Unknown, AreMembersKnown = false };
        return _known = [.. groups.Values.Select(WithInstances).Concat(missed).OrderBy(g => g.Id, StringComparer.Ordinal)];
    }

    /// <summary>What the brokers list; null while one that was silent the last time is still waited for.</summary>
    private async Task<ListedGroups?> ListAsync(CancellationToken cancellationToken)
    {
        // There may be no further poll to take its failure.
        var asking = _asking ??= ListedGroups.ReadAsync(clients, CancellationToken.None).Observed();
        await Task.WhenAny(asking, Task.Delay(Silent.Count == 0 ? Timeout.InfiniteTimeSpan : Hurry.Patience, cancellationToken));
        if (!asking.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }

        _asking = null;
        return await asking;
    }

    /// <summary>The groups of before; those that were not told are asked for by name where somebody else coordinates them now.</summary>
    private async Task<IReadOnlyList<GroupFacts>> GoOnAsync(ClusterMap? map, CancellationToken cancellationToken)
    {
        var missed = await MissedAsync([.. _known.Where(g => g.WhyUntold is not null)], map, cancellationToken);
        return [.. _known.Where(g => g.WhyUntold is null).Concat(missed).OrderBy(g => g.Id, StringComparer.Ordinal)];
    }

    /// <summary>What is to be shown of groups that were there and are not listed: all but those that are gone.</summary>
    private async Task<IReadOnlyList<GroupFacts>> MissedAsync(IReadOnlyList<GroupFacts> missing, ClusterMap? map, CancellationToken cancellationToken)
    {
        if (missing.Count == 0)
            return [];
        var kept = missing.Select(group => group with { WhyUntold = WhyUntold(group, map) }).ToList();
        var asked = kept.Where(group => group.WhyUntold is null).Take(MostMissed).Select(group => group.Id).ToList();
        var told = (await DescribeAsync(asked, cancellationToken))?.ToDictionary(d => d.GroupId, StringComparer.Ordinal);
        return [.. kept.Select(group => group.WhyUntold is null ? AsAsked(group, told) : group).OfType<GroupFacts>()];
    }

    // Null where it is gone.
    private GroupFacts? AsAsked(GroupFacts group, Dictionary<string, ConsumerGroupDescription>? told) => told?.GetValueOrDefault(group.Id) switch
    {
        null => group with { WhyUntold = "It is not listed any more, and whether it is gone was not told yet." },
        { Error: { IsError: true, Code: not ErrorCode.GroupIdNotFound } error } => group with { WhyUntold = $"Its coordinator did not tell: {error.Reason}" },
        { State: ConsumerGroupState.Dead } or { Error.IsError: true } => null,
        var description => WithInstances(Described(description)),
    };

    /// <summary>Why the coordinator of a group cannot have told of it; null where it could.</summary>
    private string? WhyUntold(GroupFacts group, ClusterMap? map)
    {
        var partition = OffsetsTopic.PartitionOf(group.Id, map);
        if (partition is { HasLeader: false })
            return $"Partition {partition.Id} of {OffsetsTopic.Name}, where it is kept, has no leader.";
        return (partition?.Leader ?? group.Coordinator) is { } broker && Silent.TryGetValue(broker, out var error)
            ? $"Broker {broker}, its coordinator, did not answer: {error.Reason}"
            : null;
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

    /// <summary>What the coordinators say of groups, errors among it; null where nobody answers.</summary>
    private async Task<IReadOnlyList<ConsumerGroupDescription>?> DescribeAsync(List<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.DescribeConsumerGroupsAsync(ids, new DescribeConsumerGroupsOptions { RequestTimeout = Silent.Count == 0 ? limit : Hurry.Of(limit) }), cancellationToken);
            return answer.ConsumerGroupDescriptions;
        }
        catch (DescribeConsumerGroupsException partly)
        {
            return partly.Results.ConsumerGroupDescriptions;
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            // What was known of them stays.
            return null;
        }
    }

    private void Take(IReadOnlyList<ConsumerGroupDescription> answers)
    {
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
