using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations;

/// <summary>What an intent would do, from live facts, before anything is done.</summary>
public sealed record OperationPlan
{
    /// <summary>Names the plan when it is confirmed. Plans expire after ten minutes or with the process.</summary>
    public required string PlanId { get; init; }

    public required OperationIntent Intent { get; init; }

    /// <summary>Verb and object: <c>Purge queue orders in shop/eu</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The text of the button that does it, with the number: <c>Purge 12,431 messages</c>.</summary>
    public required string ConfirmLabel { get; init; }

    /// <summary>How many messages it would take.</summary>
    public required Metric Messages { get; init; }

    /// <summary>What will or may happen, worst first.</summary>
    public required IReadOnlyList<Consequence> Consequences { get; init; }

    /// <summary>What the operator must type, to the letter; null where nothing is to be typed.</summary>
    public string? MustType { get; init; }

    /// <summary>Why it cannot be done at all; null where it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>It is refused for no other reason than that all is as it would make it.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>Operations on objects: what becomes of each, in their order; those beyond a limit are not asked one by one.</summary>
    public IReadOnlyList<ObjectPlan> Objects { get; init; } = [];

    /// <summary>
    /// On a log: how many of the selection earlier jobs have delivered to this target. They are left out unless <see cref="OperationOptions.TakeDelivered"/> is set.
    /// </summary>
    public long DeliveredBefore { get; init; }

    /// <summary>Where messages would go and how many to each, as far as it is known without reading them.</summary>
    public IReadOnlyList<AddressReach> Targets { get; init; } = [];
}
