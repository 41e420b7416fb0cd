using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// Reads one section that is one list. Asked every few seconds, it reads only when its cadence says that it is due, and otherwise leaves
/// the last table as it is. Not thread-safe; the collector never overlaps it.
/// </summary>
internal sealed class ListSource(
    RabbitMqManagementClient client, RabbitMqSettings settings, SharedState shared, TimeProvider time, JsonSection section, Cadence cadence)
{
    private IReadOnlyList<Notice> _notices = [];

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        if (!cadence.IsDue(context.Now))
            return new SourceReading { Notices = _notices };

        if (section.NeedsStatistics && shared.Traits.StatisticsOff is { } off)
            throw new SourceException(SourceProblemKind.NotSupported, $"{section.Definition.Title} are not listed. {off}");

        var started = time.GetTimestamp();
        var missing = new List<string>();
        PagedList list;
        try
        {
            list = await ReadListAsync(missing, cancellationToken);
        }
        catch (SourceException e) when (section.IsOptional && (e.Kind is SourceProblemKind.Denied or SourceProblemKind.NotSupported))
        {
            return Nothing(context.Now, time.GetElapsedTime(started), e.Message);
        }

        using var opened = list;
        var table = SectionRows.Table(
            section.Definition,
            list.Items.Where(i => settings.VirtualHosts.Count == 0 || VhostOf(i) is not { } vhost || settings.Shows(vhost)),
            context.Now,
            section.KeyOf,
            (row, item) => section.Fill(row, item, context.Now),
            shared.Traits.RatesOff is { } reason ? section.RateColumns.ToDictionary(c => c, _ => reason) : null);
        if (table.RowCount == 0 && section.Definition.Id == ConnectionsSection.Id && shared.Traits is { StatisticsOff: { } silent, Connections: > 0 })
            throw new SourceException(SourceProblemKind.NotSupported, $"{section.Definition.Title} are not listed, though there are some. {silent}");
        table = SectionRows.Explain(table, shared.Traits.StatisticsOff);
        cadence.Done(context.Now, time.GetElapsedTime(started));
        _notices = [.. Notices(list, missing)];
        return new SourceReading { Tables = [table], Notices = _notices };
    }

    private SourceReading Nothing(DateTimeOffset now, TimeSpan cost, string reason)
    {
        cadence.Done(now, cost);
        _notices = [new Notice($"{section.Definition.Id}-not-shown", Tone.Info, $"{section.Definition.Title} are not shown: {reason}", section.Definition.Id)];
        return new SourceReading { Tables = [new SectionTableBuilder(section.Definition, 0).Build(now)], Notices = _notices };
    }

    /// <summary>Rows name their vhost; consumers name that of their queue, and the rows of the vhosts are vhosts.</summary>
    private string? VhostOf(JsonElement item)
        => section.Definition.Id == VirtualHostsSection.Id ? item.Text("name") : item.Text("vhost") ?? item.Member("queue").Text("vhost");

    private Task<PagedList> ReadListAsync(List<string> missing, CancellationToken cancellationToken)
    {
        var query = section.Fields.Length == 0 ? "" : $"columns={section.Fields}";
        if (section.MaxRows > 0)
            return PagedList.ReadPagesAsync(client, section.Resource, query, section.MaxRows, cancellationToken);
        var paths = section.HasVhostPaths ? ScopedPaths.Of(settings, section.Resource) : [section.Resource];
        return PagedList.ReadWholeAsync(client, paths, query, section.Requires, missing, cancellationToken);
    }

    private IEnumerable<Notice> Notices(PagedList list, List<string> missing)
    {
        if (list.Total > list.Count)
        {
            yield return new Notice(
                $"{section.Definition.Id}-cut", Tone.Warning, $"The broker has {list.Total} {section.Definition.Title.ToLowerInvariant()}; the first {list.Count} are shown.", section.Definition.Id);
        }

        foreach (var path in missing)
            yield return new Notice($"{section.Definition.Id}-missing:{path}", Tone.Warning, $"There is no /api/{path}: does the virtual host exist?", section.Definition.Id);
    }
}
