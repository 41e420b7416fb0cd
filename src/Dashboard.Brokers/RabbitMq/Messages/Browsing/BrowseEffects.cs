using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Messages.Browsing;

/// <summary>Says before a look what it changes.</summary>
internal static class BrowseEffects
{
    public static BrowseEffect Of(DestinationRef destination, QueueAnswer answer, DeliveryCounts counts)
    {
        if (answer is { Problem: not null, Facts: not { IsStream: true } })
            return WithoutManagement(answer);

        if (answer.Facts is not { } facts)
            return Refused($"There is no {destination.Describe()}.", "It may just have been deleted: refresh the list.");
        if (facts.IsExclusive)
            return Refused($"{Capitalised(destination.Describe())} is exclusive to another connection; the broker lets no other look at it.", "It can be looked at through the application that owns it.");
        if (facts.IsStream)
            return new BrowseEffect(true, "Changes nothing: streams are read by offset", [], ChangesNothing: true, SupportsOffsets: true);
        if (facts is { IsQuorum: true, HasSingleActiveConsumer: true })
            return Refused($"{Capitalised(destination.Describe())} is a quorum queue with a single active consumer, which the broker does not let anybody look at.", "Its messages can be seen by its consumer only.");

        var verdict = counts.Judge(destination, facts);
        if (!verdict.IsAllowed)
            return Refused($"{Capitalised(destination.Describe())} is not looked at: {verdict.Text}", verdict.NextStep);

        var details = new List<string>();
        if (verdict.Text.Length > 0)
            details.Add(verdict.Text);
        if (facts.IsQuorum && verdict.Text.Length == 0)
            details.Add("Each message that is read counts as delivered once more (x-delivery-count); this queue has no delivery limit.");
        details.Add("While the look lasts, what was read is held back from consumers; then it goes back to its place.");
        if (facts.Consumers is > 0 and var consumers)
            details.Add($"{Figures.PluralExact(consumers, "consumer is", "consumers are")} attached and may take later messages first, so their order can change.");
        if (facts is { MaxLength: not null } or { MaxLengthBytes: not null } && facts.Overflow is null or "drop-head")
            details.Add("The queue has a maximum length: if publishers fill it while the look lasts, giving messages back pushes the oldest out.");
        return new BrowseEffect(
            true,
            facts.IsQuorum ? "Sets the redelivered flag of what is read and counts as one delivery" : "Sets the redelivered flag of what is read",
            details,
            ChangesNothing: false,
            SupportsOffsets: false);
    }

    private static BrowseEffect WithoutManagement(QueueAnswer answer) => answer.Facts?.Type == "classic"
        ? new BrowseEffect(
            true,
            "Sets the redelivered flag of what is read",
            [$"Whether others consume there is not known: {answer.Problem}"],
            ChangesNothing: false,
            SupportsOffsets: false)
        : new BrowseEffect(
            true,
            "Sets the redelivered flag of what is read, and on a quorum queue counts as a delivery",
            [$"Limits of the queue are not known: {answer.Problem}", "Where a quorum queue has a delivery limit, a message that has no delivery left is dead-lettered or dropped."],
            ChangesNothing: false,
            SupportsOffsets: false);

    private static BrowseEffect Refused(string why, string? nextStep) => new(false, why, nextStep is null ? [] : [nextStep], ChangesNothing: true, SupportsOffsets: false);

    private static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
