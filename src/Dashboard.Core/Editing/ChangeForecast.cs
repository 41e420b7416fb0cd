using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Editing;

/// <summary>What a change would do, from live facts.</summary>
public sealed record ChangeForecast
{
    /// <summary>Why it cannot be done; null where it can be tried.</summary>
    public string? Refusal { get; init; }

    /// <summary>The object to be changed is not there any more: there is nothing to do.</summary>
    public bool IsGone { get; init; }

    /// <summary>All is as the change would have it: there is nothing to do, and it is not offered.</summary>
    public bool ChangesNothing { get; init; }

    public IReadOnlyList<Consequence> Consequences { get; init; } = [];

    /// <summary>What would be lost, so that many changes can be summed up.</summary>
    public IReadOnlyList<ChangeLoss> Losses { get; init; } = [];

    /// <summary>What it would do line by line; null where there is no more to say than the consequences.</summary>
    public ChangeTable? Table { get; init; }
}

/// <summary>Something that goes with a change.</summary>
/// <param name="Count">How many.</param>
/// <param name="Singular">What, for one: <c>message is lost</c>.</param>
/// <param name="Plural">What, for several: <c>messages are lost</c>.</param>
public sealed record ChangeLoss(long Count, string Singular, string Plural)
{
    public string Text => Count == 1 ? $"1 {Singular}" : $"{Count:N0} {Plural}";
}
