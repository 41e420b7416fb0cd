using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>One cell as it stands on the screen. Equal by value, so that a row that did not change is not drawn again.</summary>
/// <param name="Text">What is written.</param>
public readonly record struct GridCell(string Text)
{
    /// <summary>On hover: the exact figure, the whole text, the reason why it is unknown.</summary>
    public string? Title { get; init; }

    /// <summary>Colour of a value that is good or bad news.</summary>
    public Tone Tone { get; init; }

    /// <summary>Where the value leads; null where nowhere.</summary>
    public string? Href { get; init; }

    /// <summary>Markup of the sparkline; null for none.</summary>
    public string? Sparkline { get; init; }

    /// <summary>1 rose, -1 fell since the last poll, 0 neither or unknown.</summary>
    public int Trend { get; init; }

    /// <summary>The whole cell as a grid draws it; null where it is more than words, or not for a grid (<see cref="CellMarkup"/>).</summary>
    public string? Markup { get; init; }

    public bool IsUnknown { get; init; }

    /// <summary>Zero is written fainter, so that what is not zero stands out.</summary>
    public bool IsZero { get; init; }
}
