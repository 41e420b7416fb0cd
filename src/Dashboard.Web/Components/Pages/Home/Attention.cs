using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Pages.Home;

/// <summary>One line of what needs attention, with the link to where it shows.</summary>
/// <param name="Id">Names the line across renders.</param>
/// <param name="Tone">How bad.</param>
/// <param name="Connection">Where.</param>
/// <param name="Text">Subject: what, with figures. Hostile text.</param>
/// <param name="Link">The page to go to.</param>
/// <param name="Since">Since when; null where it is not known.</param>
/// <param name="NextTryAt">When a failing source is tried again; null for anything else.</param>
public sealed record Attention(string Id, Tone Tone, Core.Model.ConnectionInfo Connection, string Text, string Link, DateTimeOffset? Since, DateTimeOffset? NextTryAt)
{
    /// <summary>Everything of these connections, worst first. Sources that fail for one and the same reason make one line.</summary>
    public static IReadOnlyList<Attention> Of(IEnumerable<ConnectionSnapshot> connections) =>
        [.. connections.SelectMany(Lines).OrderBy(line => Tones.Rank(line.Tone)).ThenBy(line => line.Connection.Name, StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<Attention> Lines(ConnectionSnapshot snapshot)
    {
        var connection = snapshot.Connection;
        var problems = snapshot.Problems.GroupBy(p => (p.Value.Kind, p.Value.Message)).ToList();
        if (snapshot.Health == ConnectionHealth.Down && problems.Count > 1)
        {
            // A broker on its way down answers each request differently: one line says it, in the words of most.
            var most = problems.MaxBy(same => same.Count())!;
            yield return new Attention(
                $"{connection.Id}:down",
                Tone.Bad,
                connection,
                $"Does not answer; {Figures.Plural(snapshot.Problems.Count, "source")} out of date. {most.Key.Message}",
                Links.Connection(connection.Id),
                snapshot.Problems.Values.Min(p => p.Since),
                snapshot.Problems.Values.Min(p => p.NextTryAt));
            problems = [];
        }

        foreach (var same in problems)
        {
            var tone = snapshot.Health == ConnectionHealth.Down ? Tone.Bad : same.Key.Kind == SourceProblemKind.NotSupported ? Tone.Info : Tone.Warning;
            var names = string.Join(", ", same.Select(p => p.Key));
            yield return new Attention(
                $"{connection.Id}:{names}",
                tone,
                connection,
                $"{names}: {same.Key.Message}",
                Links.Connection(connection.Id),
                same.Min(p => p.Value.Since),
                same.Min(p => p.Value.NextTryAt));
        }

        foreach (var notice in snapshot.Notices)
            yield return new Attention($"{connection.Id}:{notice.Id}", notice.Tone, connection, notice.Text, LinkOf(connection.Id, notice), null, null);
    }

    private static string LinkOf(ConnectionId connection, Notice notice) => notice switch
    {
        { SectionId: { } section, Key: { } key } => Links.Row(connection, section, key),
        { SectionId: { } section } => Links.Section(connection, section),
        _ => Links.Connection(connection),
    };
}
