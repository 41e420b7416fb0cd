using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Topology;

namespace Dashboard.Web.Components.Layout;

/// <summary>Finds objects of all connections, sections, connections and pages by name.</summary>
public static class JumpSearch
{
    private const int Shown = 30;

    /// <summary>The best hits, best first, and how many more there are. Words apart by spaces must all be found in name, scope or place.</summary>
    /// <param name="all">All connections.</param>
    /// <param name="views">The saved views that whoever asks sees.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="hasTopology">Whether a connection has a graph; null for none.</param>
    public static (IReadOnlyList<JumpHit> Hits, int More) Run(
        IReadOnlyList<ConnectionSnapshot> all, IReadOnlyList<SavedView> views, string text, Func<ConnectionId, bool>? hasTopology = null)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var hits = new List<(int Rank, JumpHit Hit)>();
        foreach (var page in AppPages.InRail(true, true).Prepend(AppPages.Attention).Append(AppPages.Overview))
            Offer(hits, words, page.Title, "", 1, () => new JumpHit(page.Title, "page", page.Path, page.Icon));
        foreach (var snapshot in all)
        {
            var connection = snapshot.Connection;
            Offer(hits, words, connection.Name, "", 1, () =>
                new JumpHit(connection.Name, "connection", Links.Connection(connection.Id), IconPaths.ForKind(connection.Kind.Value)));
            if (hasTopology?.Invoke(connection.Id) == true)
                Offer(hits, words, TopologyPages.Title, connection.Name, 2, () => new JumpHit(TopologyPages.Title, connection.Name, TopologyPages.Link(connection.Id), TopologyPages.IconName));
            foreach (var section in snapshot.Sections)
            {
                var definition = section.Definition;
                Offer(hits, words, definition.Title, connection.Name, 2, () =>
                    new JumpHit(definition.Title, connection.Name, Links.Section(connection.Id, definition.Id), IconPaths.ForRow(definition.Singular)));
                if (words.Length > 0 && section.Table is { } table)
                    OfferRows(hits, words, snapshot, table);
                foreach (var view in views.Where(view => words.Length > 0 && view.IsOf(connection.Kind, definition.Id)))
                {
                    Offer(hits, words, view.Name, $"{definition.Title} {connection.Name}", 2, () =>
                        new JumpHit(view.Name, $"view of {definition.Title.ToLowerInvariant()} · {connection.Name}", Links.View(connection.Id, view), "bookmark"));
                }
            }
        }

        var best = hits.OrderBy(h => h.Rank).ThenBy(h => h.Hit.Title.Length).ThenBy(h => h.Hit.Title, StringComparer.OrdinalIgnoreCase).Take(Shown);
        return ([.. best.Select(h => h.Hit)], Math.Max(0, hits.Count - Shown));
    }

    // Only sections whose name is part of the key are objects of their own; bindings and the like are found through what they bind.
    private static void OfferRows(List<(int Rank, JumpHit Hit)> hits, string[] words, ConnectionSnapshot snapshot, SectionTable table)
    {
        var definition = table.Definition;
        if (!definition.KeyColumns.Contains(definition.NameColumn))
            return;
        var names = table[definition.NameColumn];
        var scopes = definition.ScopeColumn is { } scope && scope != definition.NameColumn ? table[scope] : null;
        var connection = snapshot.Connection;
        for (var row = 0; row < table.RowCount; row++)
        {
            var name = names.TextAt(row);
            if (string.IsNullOrEmpty(name))
                continue;
            var ordinal = row;
            var place = scopes?.TextAt(row);
            Offer(hits, words, name, place ?? "", definition.DestinationKind is null ? 4 : 3, () => new JumpHit(
                name,
                place is null ? $"{definition.Singular} · {connection.Name}" : $"{definition.Singular} in {place} · {connection.Name}",
                Links.Row(connection.Id, definition.Id, table.Keys[ordinal]),
                IconPaths.ForRow(definition.Singular),
                true));
        }
    }

    private static void Offer(List<(int Rank, JumpHit Hit)> hits, string[] words, string name, string place, int weight, Func<JumpHit> make)
    {
        var rank = weight;
        foreach (var word in words)
        {
            var at = name.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0 && !place.Contains(word, StringComparison.OrdinalIgnoreCase))
                return;
            rank += at switch
            {
                0 when name.Length == word.Length => 0,
                0 => 10,
                > 0 => 20,
                _ => 30,
            };
        }

        hits.Add((rank, make()));
    }
}

/// <summary>One place to jump to.</summary>
/// <param name="Title">Its name; hostile text where <paramref name="IsName"/>.</param>
/// <param name="Where">What and where it is.</param>
/// <param name="Href">Its address.</param>
/// <param name="Icon">A name of the icon set.</param>
/// <param name="IsName">The title is a name of the broker's.</param>
public sealed record JumpHit(string Title, string Where, string Href, string Icon, bool IsName = false);
