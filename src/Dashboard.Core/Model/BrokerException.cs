namespace Dashboard.Core.Model;

/// <summary>
/// What an operator asked for could not be done. Always says what failed, in words, and what to do next; carries the broker's own words apart.
/// </summary>
/// <param name="message">What failed and what was not done: one or two sentences.</param>
/// <param name="brokerWords">The broker's own error text, shown in monospace. Hostile text; null where there is none.</param>
/// <param name="nextStep">What the operator can do; null where nothing sensible can be said.</param>
/// <param name="inner">The cause, for the log.</param>
public sealed class BrokerException(string message, string? brokerWords = null, string? nextStep = null, Exception? inner = null)
    : Exception(message, inner)
{
    public string? BrokerWords { get; } = brokerWords;

    public string? NextStep { get; } = nextStep;

    /// <summary>The broker answered and does not let this account do it: trying again is of no use until somebody grants it.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>What was given is at fault (a file that is none), and no broker.</summary>
    public bool IsMistake { get; init; }
}
