using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Groups.Sections;

/// <summary>Members of all groups.</summary>
internal static class MembersSection
{
    public const string Id = "members";
    private const int LongestAssignment = 2_000;

    public static readonly SectionDefinition Definition = new(
        Id,
        "Members",
        "member",
        [
            Col.Text("client_id", "Client id", "What the client calls itself."),
            Col.Text("group", "Group", "The group it is in.").LinksTo(GroupsSection.Id, "group").Letters(30),
            Col.Text("host", "Host", "Where it connects from."),
            Col.Text("instance", "Instance", "group.instance.id of a static member; known once somebody has looked at the group."),
            Col.Integer("partitions", "Partitions", "Partitions it was given."),
            Col.Text("assignment", "Assignment", "Topics and partitions it was given."),
            Col.Integer("lag", "Lag", "Messages it has not read of its partitions."),
            Col.Text("member", "Member id", "Given by the coordinator.").Hidden(),
        ])
    {
        KeyColumns = ["group", "member"],
        NameColumn = "client_id",
        DefaultSort = "group",
        EmptyText = "No consumer group has a member.",
        Relations = [Col.Relation("offsets", "Offsets", GroupOffsetsSection.Id, "No partition that it has was committed yet.", ("group", "group"), ("member", "member"))],
    };

    /// <param name="groups">With their members.</param>
    /// <param name="lags">Lag by group and member id.</param>
    /// <param name="now">When it was read.</param>
    public static SectionTable Table(IReadOnlyList<GroupSummary> groups, IReadOnlyDictionary<(string Group, string Member), long> lags, DateTimeOffset now)
    {
        var table = new SectionTableBuilder(Definition, groups.Sum(g => g.Group.Members.Count));
        foreach (var group in groups.Select(g => g.Group))
        {
            foreach (var member in group.Members)
            {
                table.Row(RowKey.Of(group.Id, member.Id))
                    .Set("client_id", member.ClientId)
                    .Set("group", group.Id)
                    .Set("host", member.Host)
                    .Set("instance", member.InstanceId)
                    .Set("partitions", member.Assignment?.Count)
                    .Set("assignment", AssignmentOf(member))
                    .Set("lag", lags.TryGetValue((group.Id, member.Id), out var lag) ? lag : null)
                    .Set("member", member.Id);
            }
        }

        return table.Build(now);
    }

    private static string? AssignmentOf(MemberFacts member)
        => member.Assignment is null ? null : GroupWords.Of(member.Assignment) is { Length: > LongestAssignment } words ? $"{words[..LongestAssignment]}…" : GroupWords.Of(member.Assignment);
}
