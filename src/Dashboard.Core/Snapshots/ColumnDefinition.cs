namespace Dashboard.Core.Snapshots;

/// <summary>One typed column as a provider declares it, in the broker's own words.</summary>
/// <param name="Id">Stable name in URLs, filters and exports: lower case, digits and underscore (<c>messages_ready</c>).</param>
/// <param name="Title">Column head.</param>
/// <param name="Type">What it holds.</param>
public sealed record ColumnDefinition(string Id, string Title, ColumnType Type)
{
    /// <summary>One sentence: what it means, where it comes from, what is missing from it.</summary>
    public string Help { get; init; } = "";

    /// <summary>Shown until the operator chooses otherwise.</summary>
    public bool IsDefaultVisible { get; init; } = true;

    /// <summary>Dear to read: read in turns over all rows, so that cells have ages of their own and may not cover all rows yet.</summary>
    public bool IsRotating { get; init; }

    /// <summary>The last hour of each row's values is kept, for sparklines and charts. Numeric columns only.</summary>
    public bool KeepsHistory { get; init; }

    /// <summary>Summed up in the bottom edge of the grid.</summary>
    public bool IsTotalled { get; init; }

    /// <summary>About how many letters its texts have; null for as many as texts of its type usually have. A list gives it the room.</summary>
    public int? Letters { get; init; }

    /// <summary>The row of another section this cell names; null where it names none.</summary>
    public LinkDefinition? Link { get; init; }

    /// <summary>For <see cref="ColumnType.Enumeration"/> and <see cref="ColumnType.Flag"/>: which values are good or bad news, by value.</summary>
    public IReadOnlyDictionary<string, Tone> Tones { get; init; } = EmptyTones;

    /// <summary>Values sort by their tones, bad news last, instead of by the alphabet: descending shows the worst first.</summary>
    public bool SortsByTone { get; init; }

    private static readonly IReadOnlyDictionary<string, Tone> EmptyTones = new Dictionary<string, Tone>();

    public bool IsText => Type is ColumnType.Text or ColumnType.Enumeration;

    public bool IsInteger => Type is ColumnType.Integer or ColumnType.Bytes or ColumnType.Timestamp or ColumnType.Flag;
}
