using Dashboard.Brokers.RabbitMq.Messages.Browsing;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>What an operator should know before taking messages out of a queue.</summary>
internal static class SourceConsequences
{
    public static IEnumerable<Consequence> Of(DestinationRef destination, QueueAnswer answer, BrokerException? amqpFailure, DeliveryCounts counts)
    {
        if (amqpFailure is not null)
            yield return new Consequence(Tone.Bad, $"Nothing can be read, sent or purged now: {amqpFailure.Message}{(amqpFailure.BrokerWords is { } words ? $" ({words})" : "")}");
        if (answer.Problem is { } problem)
            yield return new Consequence(Tone.Warning, $"The management API does not answer, so the kind of queue, its limits and what is unacknowledged are not known: {problem}");
        if (answer.Facts is not { } facts)
            yield break;

        if (facts.Consumers > 0)
            yield return new Consequence(Tone.Warning, $"{Figures.PluralExact(facts.Consumers.Value, "consumer is", "consumers are")} attached and may take messages at the same time.");
        if (facts.Unacknowledged > 0)
            yield return new Consequence(Tone.Info, $"{Figures.PluralExact(facts.Unacknowledged.Value, "message is", "messages are")} with consumers, unacknowledged; no job touches what is there.");
        if (facts.IsExclusive)
            yield return new Consequence(Tone.Bad, "The queue is exclusive to another connection: nobody else can use it.");
        if (facts is { HasSingleActiveConsumer: true, Consumers: > 0 })
            yield return new Consequence(Tone.Bad, "The queue has a single active consumer, and it is taken: a job would be sent nothing.");
        if (facts.State is { } state && state is not ("running" or "idle" or "flow"))
            yield return new Consequence(Tone.Bad, $"The queue is in state '{state}'.");
        if (counts.Judge(destination, facts) is { Text.Length: > 0 } verdict)
            yield return new Consequence(verdict.IsAllowed ? Tone.Info : Tone.Bad, verdict.IsAllowed ? $"What is read and not removed goes back. {verdict.Text}" : $"It is not read: {verdict.Text}");
    }
}
