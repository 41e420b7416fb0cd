using System.Text.Json;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>What the totals list tells of a queue and what seldom changes: how it was declared, where it is, what applies to it.</summary>
internal sealed record QueueFacts
{
    /// <summary>Of a queue of which no more is known than that it is there.</summary>
    public static readonly QueueFacts None = new();

    public string? Type { get; init; }

    public string? Policy { get; init; }

    public string? OperatorPolicy { get; init; }

    public string? Node { get; init; }

    public bool? Durable { get; init; }

    public bool? Exclusive { get; init; }

    public bool? AutoDelete { get; init; }

    public long? MaxPriority { get; init; }

    public bool? IsSingleActive { get; init; }

    /// <summary>All arguments as they are shown.</summary>
    public string? Arguments { get; init; }

    /// <summary>Those of the arguments.</summary>
    public QueueLimits Limits { get; init; } = QueueLimits.None;

    public static QueueFacts Of(JsonElement queue, TextPool texts)
    {
        var arguments = queue.Member("arguments");
        return new QueueFacts
        {
            Type = texts.Of(queue.Member("type")),
            Policy = texts.Of(queue.Member("policy")),
            OperatorPolicy = texts.Of(queue.Member("operator_policy")),
            Node = texts.Of(queue.Member("node")),
            Durable = queue.Flag("durable"),
            Exclusive = queue.Flag("exclusive"),
            AutoDelete = queue.Flag("auto_delete"),
            MaxPriority = arguments.Integer("x-max-priority"),
            IsSingleActive = arguments.Flag("x-single-active-consumer") ?? false,
            Arguments = arguments.AsShownText(),
            Limits = QueueLimits.OfArguments(arguments),
        };
    }
}
