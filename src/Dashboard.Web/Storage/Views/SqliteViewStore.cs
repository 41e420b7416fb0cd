using System.Text.Json;
using Dapper;
using Dashboard.Core.Model;
using Dashboard.Core.Storage;
using Dashboard.Core.Views;

namespace Dashboard.Web.Storage.Views;

/// <summary>Saved views in the main database.</summary>
internal sealed class SqliteViewStore(SqliteDatabase database) : ISavedViewStore
{
    public static readonly Migration First = new(
        "views",
        1,
        """
        CREATE TABLE saved_view (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL COLLATE NOCASE, kind TEXT NOT NULL, section TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
            is_shared INTEGER NOT NULL, changed_at INTEGER NOT NULL, content TEXT NOT NULL, UNIQUE (owner, kind, section, name)) STRICT;
        CREATE TABLE view_default (
            account TEXT NOT NULL COLLATE NOCASE, kind TEXT NOT NULL, section TEXT NOT NULL, view_id TEXT NOT NULL,
            PRIMARY KEY (account, kind, section)) STRICT
        """);

    public Task<(IReadOnlyList<SavedView> Views, IReadOnlyList<ViewDefault> Defaults)> LoadAsync(CancellationToken cancellationToken)
        => database.ReadAsync<(IReadOnlyList<SavedView>, IReadOnlyList<ViewDefault>)>(
            connection => (
                [
                    .. connection.Query<(string Id, string Owner, string Name, long IsShared, string Kind, string Section, string Content, long ChangedAt)>(
                        "SELECT id, owner, name, is_shared, kind, section, content, changed_at FROM saved_view")
                    .Select(row => new SavedView(
                        row.Id, row.Owner, row.Name, row.IsShared != 0, new BrokerKind(row.Kind), row.Section, Read(row.Content), DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt))),
                ],
                [
                    .. connection.Query<(string Account, string Kind, string Section, string ViewId)>("SELECT account, kind, section, view_id FROM view_default")
                    .Select(row => new ViewDefault(row.Account, new BrokerKind(row.Kind), row.Section, row.ViewId)),
                ]),
            cancellationToken);

    public Task PutAsync(SavedView view, CancellationToken cancellationToken)
        => database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO saved_view (id, owner, kind, section, name, is_shared, changed_at, content) VALUES (@Id, @Owner, @Kind, @SectionId, @Name, @IsShared, @ChangedAt, @Content)
                ON CONFLICT (id) DO UPDATE SET name = @Name, is_shared = @IsShared, changed_at = @ChangedAt, content = @Content
                """,
                new
                {
                    view.Id,
                    view.Owner,
                    Kind = view.Kind.Value,
                    view.SectionId,
                    view.Name,
                    view.IsShared,
                    ChangedAt = view.ChangedAt.ToUnixTimeMilliseconds(),
                    Content = JsonSerializer.Serialize(view.Content, DashboardJson.Options),
                }),
            cancellationToken);

    public Task RemoveAsync(string id, CancellationToken cancellationToken)
        => database.WriteAsync(
            connection => connection.Execute("DELETE FROM saved_view WHERE id = @id; DELETE FROM view_default WHERE view_id = @id", new { id }),
            cancellationToken);

    public Task SetDefaultAsync(string account, BrokerKind kind, string sectionId, string? viewId, CancellationToken cancellationToken)
        => database.WriteAsync(
            connection => connection.Execute(
                viewId is null
                    ? "DELETE FROM view_default WHERE account = @account AND kind = @Kind AND section = @sectionId"
                    : """
                      INSERT INTO view_default (account, kind, section, view_id) VALUES (@account, @Kind, @sectionId, @viewId)
                      ON CONFLICT (account, kind, section) DO UPDATE SET view_id = @viewId
                      """,
                new { account, Kind = kind.Value, sectionId, viewId }),
            cancellationToken);

    private static ViewContent Read(string content) => JsonSerializer.Deserialize<ViewContent>(content, DashboardJson.Options) ?? new ViewContent();
}
