using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>A column as it is shown.</summary>
/// <param name="Definition">The declaration.</param>
/// <param name="Ordinal">Its place in the table.</param>
/// <param name="Width">Pixels.</param>
/// <param name="IsName">It names the row: sticky, and its cells lead to the row's page.</param>
public sealed record GridColumn(ColumnDefinition Definition, int Ordinal, int Width, bool IsName)
{
    /// <summary>Has the room that the others leave, besides its own width.</summary>
    public bool TakesRest { get; init; }

    public string Id => Definition.Id;

    public bool IsFigure => Definition.Type is not (ColumnType.Text or ColumnType.Enumeration or ColumnType.Flag or ColumnType.Timestamp);

    /// <summary>Rates whose last hour is kept are drawn as a line beside the figure.</summary>
    public bool HasSparkline => Definition is { KeepsHistory: true, Type: ColumnType.Rate };

    /// <summary>Marked where it rose or fell since the last poll.</summary>
    public bool HasTrend => Definition.Type == ColumnType.Integer && (Definition.KeepsHistory || Definition.IsTotalled);

    /// <summary>Holds names of things, as long as those of the rows: what says which row it is where the row's own name is a number.</summary>
    public bool IsLong => Definition.Letters is { } letters ? letters >= GridColumns.NameLetters : IsName;

    /// <summary>Left out on a narrow screen while the columns are the default ones: words that are neither names nor states.</summary>
    public bool IsMinor => !IsName && !IsLong && (Definition.Type == ColumnType.Text || (Definition.Type == ColumnType.Enumeration && Definition.Tones.Count == 0));

    /// <summary>A state: a few words, some of them good or bad news. On a phone its icon stands for it.</summary>
    public bool IsState => !IsName && Definition is { Type: ColumnType.Enumeration, Tones.Count: > 0 };

    /// <summary>Unit for the column head; null where cells carry their own or there is none.</summary>
    public string? Unit => Definition.Type == ColumnType.Rate ? "/s" : null;
}
