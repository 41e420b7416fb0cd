using Dashboard.Core.Model;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>Which rows of a list are selected, by key, so that a poll never moves a selection to another row. One for each list.</summary>
public sealed class GridSelection
{
    private readonly HashSet<RowKey> _keys = [];
    private RowKey? _anchor;

    public int Count => _keys.Count;

    public IReadOnlyCollection<RowKey> Keys => _keys;

    public bool Contains(RowKey key) => _keys.Contains(key);

    /// <summary>Selects the row or takes it out.</summary>
    public void Toggle(RowKey key)
    {
        if (!_keys.Remove(key))
            _keys.Add(key);
        _anchor = key;
    }

    /// <summary>Selects everything from the last row touched to this one, in the order of the list.</summary>
    public void SelectTo(RowKey key, int length, Func<int, RowKey> keyAt)
    {
        var from = -1;
        var to = -1;
        for (var i = 0; i < length && (from < 0 || to < 0); i++)
        {
            var at = keyAt(i);
            if (at == _anchor)
                from = i;
            if (at == key)
                to = i;
        }

        if (from < 0 || to < 0)
        {
            Toggle(key);
            return;
        }

        for (var i = Math.Min(from, to); i <= Math.Max(from, to); i++)
            _keys.Add(keyAt(i));
        _anchor = key;
    }

    public void SelectAll(IEnumerable<RowKey> keys) => _keys.UnionWith(keys);

    /// <summary>Drops rows that are gone; true when some were.</summary>
    public bool KeepOnly(Func<RowKey, bool> isThere) => _keys.RemoveWhere(key => !isThere(key)) > 0;

    public void Clear()
    {
        _keys.Clear();
        _anchor = null;
    }
}
