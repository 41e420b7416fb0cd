namespace Dashboard.Core.Snapshots;

/// <summary>What a column holds; decides how it is stored, sorted, filtered and written for people.</summary>
public enum ColumnType
{
    /// <summary>A name or free text (hostile).</summary>
    Text,

    /// <summary>Text from a small set of values, offered as chips in the filter.</summary>
    Enumeration,

    /// <summary>Yes or no, stored as 1 or 0.</summary>
    Flag,

    /// <summary>A count.</summary>
    Integer,

    /// <summary>A number without a unit of its own, a ratio for one.</summary>
    Number,

    /// <summary>Per second.</summary>
    Rate,

    /// <summary>A size in bytes.</summary>
    Bytes,

    /// <summary>A ratio from 0 to 1, shown in percent.</summary>
    Percent,

    /// <summary>A length of time in seconds.</summary>
    Duration,

    /// <summary>A point in time, stored as milliseconds since 1970-01-01T00:00:00Z.</summary>
    Timestamp,
}
