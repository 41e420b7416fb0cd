using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Who may do what in which virtual host.</summary>
internal static class PermissionsSection
{
    public const string Id = "permissions";

    private static readonly SectionDefinition Definition = new(Id, "Permissions", "permission",
    [
        Text("user", "User", "Who has it.").LinksTo(UsersSection.Id, "user"),
        Text("vhost", "Virtual host", "Where.").LinksTo("vhosts", "vhost"),
        Text("configure", "Configure", "Regular expression over names of what may be declared and deleted; ^$ or empty is nothing."),
        Text("write", "Write", "Regular expression over names of what may be published to and bound."),
        Text("read", "Read", "Regular expression over names of what may be consumed, purged and bound from."),
    ])
    {
        KeyColumns = ["vhost", "user"],
        NameColumn = "user",
        ScopeColumn = "vhost",
        EmptyText = "No user has a permission in any virtual host that this user may see. Or the user of this connection may not see them: that needs the tag administrator.",
    };

    public static readonly JsonSection Section = new(
        Definition,
        Id,
        permission => permission.Text("user") is { } user && permission.Text("vhost") is { } vhost ? RowKey.Of(vhost, user) : null,
        (row, permission, _) => row
            .Set("user", permission.Text("user"))
            .Set("vhost", permission.Text("vhost"))
            .Set("configure", permission.Text("configure"))
            .Set("write", permission.Text("write"))
            .Set("read", permission.Text("read")))
    {
        IsOptional = true,
    };
}
