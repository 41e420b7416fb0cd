using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>Closed rows whose message may stand in the source again, because the broker forgot that it was removed.</summary>
internal sealed class ReturnedRows
{
    private readonly Dictionary<MessageIdentity, Queue<OpenRow>> _rows = [];

    public ReturnedRows(IEnumerable<OpenRow> rows)
    {
        foreach (var row in rows.OrderBy(row => row.Sequence))
        {
            if (row.Identity is null)
                continue;
            if (!_rows.TryGetValue(row.Identity, out var equal))
                _rows[row.Identity] = equal = new Queue<OpenRow>();
            equal.Enqueue(row);
            Left++;
        }
    }

    /// <summary>Rows that were not met.</summary>
    public long Left { get; private set; }

    /// <summary>The first row of this identity that was not met yet, each once; null where there is none.</summary>
    public OpenRow? Take(MessageIdentity identity)
    {
        if (!_rows.TryGetValue(identity, out var equal) || !equal.TryDequeue(out var row))
            return null;
        Left--;
        return row;
    }
}
