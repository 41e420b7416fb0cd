namespace Dashboard.Web.Metrics;

/// <summary>What is exported and to whom; <c>Dashboard:Metrics</c>.</summary>
internal sealed class MetricsOptions
{
    /// <summary>Rows of each list that are exported one by one; those with the largest totals. 0 for none.</summary>
    public int MaxRows { get; set; } = 500;

    /// <summary>Export only rows that this filter says yes to (<c>docs/filter.md</c>); empty for all. A list without such a column exports none.</summary>
    public string Filter { get; set; } = "";

    /// <summary>Answer without a key when asked from this machine itself.</summary>
    public bool AllowLoopback { get; set; } = true;
}
