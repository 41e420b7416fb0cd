namespace Dashboard.Web.Components.Messages;

/// <summary>Which rows of a list are selected: one by one, or a range from the last one touched. Not thread-safe; one for each list.</summary>
public sealed class RowSelection
{
    private readonly SortedSet<int> _rows = [];
    private int _anchor = -1;

    public int Count => _rows.Count;

    /// <summary>In the order of the list.</summary>
    public IReadOnlyCollection<int> Rows => _rows;

    public bool Contains(int row) => _rows.Contains(row);

    /// <summary>Selects the row, or takes it out; with <paramref name="range"/> everything from the last row touched gets the same state.</summary>
    public void Toggle(int row, bool range)
    {
        var select = !_rows.Contains(row);
        var (from, to) = range && _anchor >= 0 ? (Math.Min(_anchor, row), Math.Max(_anchor, row)) : (row, row);
        for (var i = from; i <= to; i++)
        {
            if (select)
                _rows.Add(i);
            else
                _rows.Remove(i);
        }

        _anchor = row;
    }

    /// <summary>Selects the first <paramref name="count"/> rows, or none when they all are.</summary>
    public void ToggleAll(int count)
    {
        var all = _rows.Count == count;
        Clear();
        if (all)
            return;
        for (var i = 0; i < count; i++)
            _rows.Add(i);
    }

    public void Clear()
    {
        _rows.Clear();
        _anchor = -1;
    }
}
