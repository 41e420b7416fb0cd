using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>
/// The places of a log that a job is about: where each partition began and ended when it started. Kept in the ledger, so that a later run reads nothing that was
/// written since. There are at most as many messages as places.
/// </summary>
internal sealed class LogExtent
{
    private readonly LogRange[] _ranges;

    public LogExtent(IEnumerable<LogRange> ranges) => _ranges = [.. ranges.Where(range => range.Count > 0).OrderBy(range => range.From)];

    /// <summary>In rising order, none empty.</summary>
    public IReadOnlyList<LogRange> Ranges => _ranges;

    public long Count => _ranges.Sum(range => range.Count);

    /// <summary>The same as facts of a ledger.</summary>
    public IEnumerable<(string Name, long Value)> ToFacts()
    {
        for (var i = 0; i < _ranges.Length; i++)
        {
            yield return (LedgerFacts.RangeFrom(i), _ranges[i].From);
            yield return (LedgerFacts.RangeEnd(i), _ranges[i].End);
        }

        yield return (LedgerFacts.Ranges, _ranges.Length);
    }

    /// <summary>What <see cref="ToFacts"/> kept; null in the ledger of a job that is about no log.</summary>
    public static LogExtent? Of(LedgerState state) => state.Fact(LedgerFacts.Ranges) is not { } count
        ? null
        : new LogExtent(Enumerable.Range(0, (int)count).Select(i => new LogRange(state.Fact(LedgerFacts.RangeFrom(i)) ?? 0, state.Fact(LedgerFacts.RangeEnd(i)) ?? 0)));

    /// <summary>Single places, those that follow each other as one range.</summary>
    public static LogExtent OfPlaces(IEnumerable<long> places)
    {
        var ranges = new List<LogRange>();
        foreach (var place in places.Distinct().Order())
        {
            if (ranges.Count > 0 && ranges[^1].End == place)
                ranges[^1] = ranges[^1] with { End = place + 1 };
            else
                ranges.Add(new LogRange(place, place + 1));
        }

        return new LogExtent(ranges);
    }

    /// <summary>Ranges that may overlap, those of one partition that touch as one.</summary>
    public static LogExtent Union(IEnumerable<LogRange> ranges)
    {
        var merged = new List<LogRange>();
        foreach (var range in ranges.Where(range => range.Count > 0).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && merged[^1].End >= range.From && merged[^1].Partition == range.Partition)
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, range.End) };
            else
                merged.Add(range);
        }

        return new LogExtent(merged);
    }

    /// <summary>What is behind a place; everything where it is null.</summary>
    public LogExtent After(long? place) => place is not { } last
        ? this
        : new LogExtent(_ranges.Select(range => range with { From = Math.Max(range.From, last + 1) }));

    /// <summary>How many places are behind one.</summary>
    public long CountAfter(long? place) => place is not { } last ? Count : _ranges.Sum(range => Math.Max(0, range.End - Math.Max(range.From, last + 1)));

    /// <summary>Both together; they must not overlap.</summary>
    public LogExtent With(LogExtent other) => new(_ranges.Concat(other._ranges));

    /// <summary>Without places that are no part of it any more: done by another job, or not picked.</summary>
    public LogExtent Except(LogExtent others)
    {
        var left = new List<LogRange>();
        var at = 0;
        foreach (var range in _ranges)
        {
            var from = range.From;
            while (at < others._ranges.Length && others._ranges[at].End <= from)
                at++;
            for (var i = at; i < others._ranges.Length && others._ranges[i].From < range.End; i++)
            {
                if (others._ranges[i].From > from)
                    left.Add(new LogRange(from, others._ranges[i].From));
                from = Math.Max(from, others._ranges[i].End);
            }

            if (from < range.End)
                left.Add(new LogRange(from, range.End));
        }

        return new LogExtent(left);
    }

    /// <summary>The places that both have.</summary>
    public LogExtent And(LogExtent other) => Except(Except(other));

    public bool Contains(long place)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (place < _ranges[middle].From)
                high = middle - 1;
            else if (place >= _ranges[middle].End)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }
}
