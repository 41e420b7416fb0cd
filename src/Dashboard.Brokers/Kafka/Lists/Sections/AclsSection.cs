using Confluent.Kafka.Admin;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sections;

/// <summary>Who may do what.</summary>
internal static class AclsSection
{
    public const string Id = "acls";

    public static readonly SectionDefinition Definition = new(
        Id,
        "ACLs",
        "rule",
        [
            Col.Text("principal", "Principal", "Who; User:* is everybody."),
            Col.Enumeration("permission", "Permission", "A denial counts for more than any permission.", ("Deny", Tone.Warning)),
            Col.Enumeration("operation", "Operation", "What may be done, or may not."),
            Col.Enumeration("type", "On", "Sort of resource."),
            Col.Text("resource", "Resource", "Its name; * is every one."),
            Col.Enumeration("pattern", "Pattern", "Literal: this name. Prefixed: every name that begins so."),
            Col.Text("host", "From host", "* is every host."),
        ])
    {
        KeyColumns = ["principal", "permission", "operation", "type", "resource", "pattern", "host"],
        NameColumn = "principal",
        DefaultSort = "principal",
        EmptyText = "The authorizer has no rules.",
    };

    public static SectionTable Table(IReadOnlyList<AclBinding> acls, DateTimeOffset now)
    {
        var rows = acls.Distinct().ToList();
        var table = new SectionTableBuilder(Definition, rows.Count);
        foreach (var (pattern, entry) in rows.Select(a => (a.Pattern, a.Entry)))
        {
            var (permission, operation, type, sort) = (entry.PermissionType.ToString(), entry.Operation.ToString(), pattern.Type.ToString(), pattern.ResourcePatternType.ToString());
            table.Row(RowKey.Of(entry.Principal, permission, operation, type, pattern.Name, sort, entry.Host))
                .Set("principal", entry.Principal)
                .Set("permission", permission)
                .Set("operation", operation)
                .Set("type", type)
                .Set("resource", pattern.Name)
                .Set("pattern", sort)
                .Set("host", entry.Host);
        }

        return table.Build(now);
    }
}
