using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Brokers.RabbitMq.Routing;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Topology;

/// <summary>The exchanges, bindings and queues of one vhost, as a snapshot's tables have them. Immutable once built.</summary>
/// <param name="Name">The vhost.</param>
internal sealed record VhostTopology(string Name)
{
    private static readonly IReadOnlyList<BoundRow> Nothing = [];

    /// <summary>Exchanges by name, the default one among them where the broker lists it.</summary>
    public required IReadOnlyDictionary<string, ExchangeRow> Exchanges { get; init; }

    /// <summary>Queues by name.</summary>
    public required IReadOnlyDictionary<string, QueueRow> Queues { get; init; }

    /// <summary>Bindings by the name of the exchange they leave.</summary>
    public required IReadOnlyDictionary<string, List<BoundRow>> Bindings { get; init; }

    public IReadOnlyList<BoundRow> BindingsFrom(string exchange) => Bindings.TryGetValue(exchange, out var bindings) ? bindings : Nothing;
}

/// <summary>An exchange and its row.</summary>
internal sealed record ExchangeRow(ExchangeFacts Facts, string Type, double? InRate, double? OutRate, Verdict Verdict);

/// <summary>A binding and its row in the section of bindings.</summary>
internal sealed record BoundRow(BindingFacts Facts, string? Arguments, Core.Model.RowKey Key);

/// <summary>A queue and its row.</summary>
internal sealed record QueueRow(TargetFacts Facts, string? Type, long? Total, double? PublishRate, double? DeliverRate, string? DeadLetterRoutingKey, Verdict Verdict);

/// <summary>What the diagnosis says of a row, in a word; null where it was not judged.</summary>
internal readonly record struct Verdict(string? Word, Tone Tone)
{
    public static Verdict At(SectionTable table, int row)
    {
        var word = table.Definition.Column(VerdictColumn.Id) is null ? null : table[VerdictColumn.Id].TextAt(row);
        return new Verdict(word, word is null ? Tone.Unknown : table.Definition.Column(VerdictColumn.Id)!.Tones.GetValueOrDefault(word, Tone.Neutral));
    }

    /// <summary>The tone of the node and why, from the same findings as the lists and the Attention page.</summary>
    public (Tone Tone, string? Reason) Shown => Word switch
    {
        null => (Tone.Unknown, "not judged yet"),
        VerdictColumn.Ok => (Tone.Neutral, null),
        VerdictColumn.Unknown => (Tone.Unknown, "not all that is needed to judge it is known"),
        _ => (Tone, Word),
    };
}
