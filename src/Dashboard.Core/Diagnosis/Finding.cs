using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis;

/// <summary>
/// Something that needs attention: the thing, what is wrong with it in one sentence with figures, since when, by which evidence, and the next safe
/// step. Immutable. All texts may hold names from the broker: hostile text.
/// </summary>
public sealed record Finding
{
    /// <summary>Stable while it lasts, and the same when it comes back: <c>shop/no-consumer/queues/%2F/payments</c>.</summary>
    public required string Id { get; init; }

    public required ConnectionId Connection { get; init; }

    /// <summary>Which signal said it.</summary>
    public required SignalDefinition Signal { get; init; }

    public required Tone Tone { get; init; }

    /// <summary>The section it shows in; null where it is about the connection as a whole.</summary>
    public string? SectionId { get; init; }

    /// <summary>The row there; null where it is about no single row.</summary>
    public RowKey? Key { get; init; }

    /// <summary>Subject: what, with figures. <c>payments.retry: 4,212 messages wait and nobody consumes.</c></summary>
    public required string Text { get; init; }

    /// <summary>Since when the condition holds, as far as is known.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>It held when the dashboard looked for the first time: it may have begun before <see cref="Since"/>.</summary>
    public bool IsOlderThanKnown { get; init; }

    /// <summary>What it rests on can not be read now: it is what was last known.</summary>
    public bool IsStale { get; init; }

    /// <summary>The figures and facts it rests on.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    public required NextStep NextStep { get; init; }

    /// <summary>The order of magnitude of its first figure: among findings of the same time the weightier ones come first, and do not change places with each poll.</summary>
    internal int Weight { get; init; }

    /// <summary>When what fails is tried again; null for anything that is not tried.</summary>
    public DateTimeOffset? NextTryAt { get; init; }
}

/// <summary>One figure or fact, written for people.</summary>
public readonly record struct Evidence(string Label, string Value);

/// <summary>The next safe step in words, and where to take it.</summary>
/// <param name="Text">What to do, or what to look at first. Never a change that the dashboard would make by itself.</param>
/// <param name="Target">Where; null where the step is outside the dashboard.</param>
public sealed record NextStep(string Text, FindingTarget? Target = null);

/// <summary>A place in the dashboard, without an intent: a list, or one row of it, on one of its tabs.</summary>
/// <param name="Title">What the link says: <c>Consumers of payments</c>.</param>
/// <param name="SectionId">The list.</param>
/// <param name="Key">The row; null for the whole list.</param>
/// <param name="Tab">The tab of the row's page; null for the first.</param>
/// <param name="Filter">For a whole list: a filter (<c>docs/filter.md</c>); null for none.</param>
public sealed record FindingTarget(string Title, string SectionId, RowKey? Key = null, string? Tab = null, string? Filter = null)
{
    /// <summary>One message of the log that the row is; null for the row itself.</summary>
    public LogPosition? Message { get; init; }
}
