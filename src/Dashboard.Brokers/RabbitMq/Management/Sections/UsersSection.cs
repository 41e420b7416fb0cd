using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Users of the broker's own database. Password hashes are never read into a row.</summary>
internal static class UsersSection
{
    public const string Id = "users";

    private static readonly SectionDefinition Definition = new(Id, "Users", "user",
    [
        Text("name", "Name", "The name that clients sign in with."),
        Text("tags", "Tags", "What it may do in the management API: administrator, monitoring, policymaker, management; none for applications."),
        Flag("has_password", "Password", "Whether it can sign in with a password; without one, by certificate or not at all."),
        Text("limits", "Limits", "Most connections and channels of this user.").Hidden(),
    ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        EmptyText = "The broker's own database has no user: they come from elsewhere, LDAP or OAuth for instance. Or the user of this connection may not see them: that needs the tag administrator.",
        Relations =
        [
            Relation("permissions", "Permissions", PermissionsSection.Id, "This user may enter no virtual host.", ("name", "user")),
            Relation("topic-permissions", "Topic permissions", TopicPermissionsSection.Id, "No topic permission narrows what this user may do.", ("name", "user")),
            Relation("connections", "Connections", ConnectionsSection.Id, "This user has no connection open.", ("name", "user")),
        ],
    };

    public static readonly JsonSection Section = new(
        Definition,
        Id,
        user => user.Text("name") is { } name ? RowKey.Of(name) : null,
        (row, user, _) => row
            .Set("name", user.Text("name"))
            .Set("tags", user.JoinedTexts("tags") ?? user.Text("tags"))
            .Set("has_password", user.Text("password_hash") is { } hash ? hash.Length > 0 : null)
            .Set("limits", user.Member("limits").AsShownText()))
    {
        IsOptional = true,
    };
}
