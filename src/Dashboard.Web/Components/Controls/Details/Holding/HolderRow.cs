using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Details.Holding;

/// <summary>One that takes messages, and the row that counts what it holds.</summary>
/// <param name="Taker">Its row.</param>
/// <param name="Counter">The row that counts for it; -1 where the broker does not list it.</param>
/// <param name="Held">How many are held there; null where that is not known.</param>
/// <param name="IsFull">As many as it may hold.</param>
/// <param name="SharedWith">How many further takers are counted together with it; 0 for none.</param>
public sealed record HolderRow(int Taker, int Counter, double? Held, bool IsFull, int SharedWith)
{
    /// <summary>The holders of one row, those with most first.</summary>
    public static IReadOnlyList<HolderRow> Of(HoldersDefinition holders, SectionTable takers, IEnumerable<int> rows, SectionTable? counters)
    {
        var counterOrdinal = takers.Definition.OrdinalOf(holders.CounterLink);
        var link = takers.Definition.Columns[counterOrdinal].Link;
        return
        [
            .. rows.Select(row =>
            {
                var counter = counters is null || link is null ? -1 : counters.RowOf(Core.Model.RowKey.Of([.. link.KeyColumns.Select(c => takers[c].TextAt(row) ?? "")]));
                double? held = counter >= 0 && counters![holders.HeldColumn].HasValue(counter) ? counters[holders.HeldColumn].NumberAt(counter) : null;
                var limit = holders.LimitColumn is { } column && takers[column].HasValue(row) ? takers[column].NumberAt(row) : 0;
                var shared = counter >= 0 && holders.SharedColumn is { } many && counters![many].HasValue(counter) ? (int)counters[many].NumberAt(counter) - 1 : 0;
                return new HolderRow(row, counter, held, held is { } count && limit > 0 && count >= limit, Math.Max(0, shared));
            }).OrderByDescending(holder => holder.Held ?? -1),
        ];
    }
}
