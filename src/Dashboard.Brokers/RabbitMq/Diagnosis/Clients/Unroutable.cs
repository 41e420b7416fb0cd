using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Clients;

/// <summary>Messages reach no queue: those published as mandatory go back to their publisher, the others are lost without a word.</summary>
internal sealed class Unroutable : ISignal
{
    public SignalDefinition Definition { get; } = new(
        "unroutable", "unroutable", Tone.Warning, "A channel publishes messages that reach no queue: returned (mandatory) or dropped (not mandatory).")
    {
        Release = TimeSpan.FromSeconds(30),
        Needs = [new(ChannelsSection.Id, "return_rate", "drop_rate")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var channels = facts.Table(ChannelsSection.Id);
        var (returns, drops) = (channels["return_rate"], channels["drop_rate"]);
        var (returned, dropped) = (0.0, 0.0);
        var rows = new List<int>();
        for (var row = 0; row < channels.RowCount; row++)
        {
            if (!(returns.NumberAt(row) > 0) && !(drops.NumberAt(row) > 0))
                continue;
            rows.Add(row);
            returned += double.IsNaN(returns.NumberAt(row)) ? 0 : returns.NumberAt(row);
            dropped += double.IsNaN(drops.NumberAt(row)) ? 0 : drops.NumberAt(row);
        }

        foreach (var row in rows)
        {
            var channel = row;
            symptoms.Report(Definition, channels, row, (returns.NumberAt(row), drops.NumberAt(row), returned, dropped), () => new SymptomText(
                $"{channels["connection"].TextAt(channel) ?? channels["name"].TextAt(channel)}: {Figures.RateWithUnit(Sum(returns.NumberAt(channel), drops.NumberAt(channel)))} published reach no queue{Words(drops.NumberAt(channel))}.",
                new NextStep("Compare its routing keys with the bindings of the exchange it publishes to; an alternate exchange would keep such messages.", new FindingTarget("The exchanges", ExchangesSection.Id)),
                Say.Of("Returned to the publisher", returns, channel, ColumnType.Rate),
                Say.Of("Dropped", drops, channel, ColumnType.Rate),
                new("All channels", $"{Figures.RateWithUnit(returned)} returned, {Figures.RateWithUnit(dropped)} dropped, on {Figures.Plural(rows.Count, "channel")}")));
        }
    }

    private static double Sum(double returned, double dropped) => (double.IsNaN(returned) ? 0 : returned) + (double.IsNaN(dropped) ? 0 : dropped);

    private static string Words(double dropped) => dropped > 0 ? " and are lost" : "";
}
