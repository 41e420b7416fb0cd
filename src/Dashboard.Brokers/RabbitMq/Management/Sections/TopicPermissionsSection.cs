using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Which routing keys of topic exchanges a user may use: they narrow permissions further.</summary>
internal static class TopicPermissionsSection
{
    public const string Id = "topic-permissions";

    private static readonly SectionDefinition Definition = new(Id, "Topic permissions", "topic permission",
    [
        Text("user", "User", "Who has it.").LinksTo(UsersSection.Id, "user"),
        Text("vhost", "Virtual host", "Where.").LinksTo("vhosts", "vhost"),
        Text("exchange", "Exchange", "The topic exchange it is about; empty for all.").LinksTo("exchanges", "vhost", "exchange"),
        Text("write", "Write", "Regular expression over routing keys that may be published."),
        Text("read", "Read", "Regular expression over routing keys that may be bound."),
    ])
    {
        KeyColumns = ["vhost", "user", "exchange"],
        NameColumn = "user",
        ScopeColumn = "vhost",
        EmptyText = "No topic permission is set: permissions alone decide. Or the user of this connection may not see them: that needs the tag administrator.",
    };

    public static readonly JsonSection Section = new(
        Definition,
        Id,
        permission => permission.Text("user") is { } user && permission.Text("vhost") is { } vhost ? RowKey.Of(vhost, user, permission.Text("exchange") ?? "") : null,
        (row, permission, _) => row
            .Set("user", permission.Text("user"))
            .Set("vhost", permission.Text("vhost"))
            .Set("exchange", permission.Text("exchange") ?? "")
            .Set("write", permission.Text("write"))
            .Set("read", permission.Text("read")))
    {
        IsOptional = true,
    };
}
