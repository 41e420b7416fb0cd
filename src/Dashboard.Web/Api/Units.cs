using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Api;

/// <summary>Units as programs read them.</summary>
internal static class Units
{
    /// <summary>The unit of a column's values as the API writes them; null for none.</summary>
    public static string? Of(ColumnType type) => type switch
    {
        ColumnType.Rate => "1/s",
        ColumnType.Bytes => "B",
        ColumnType.Percent => "ratio",
        ColumnType.Duration => "s",
        ColumnType.Timestamp => "RFC 3339",
        _ => null,
    };
}
