using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Clients;

/// <summary>Messages are published to an exchange and none of them reaches a queue.</summary>
internal sealed class ExchangeRoutesNothing : ISignal
{
    public SignalDefinition Definition { get; } = new(
        "routes-nothing", "routes nothing", Tone.Warning, "Messages arrive at the exchange and none reaches a queue. Silent for the broker's own exchanges.")
    {
        HoldDown = TimeSpan.FromSeconds(10),
        Release = TimeSpan.FromSeconds(30),
        Needs = [new(ExchangesSection.Id, "publish_in_rate", "publish_out_rate")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var exchanges = facts.Table(ExchangesSection.Id);
        var (arriving, leaving, names) = (exchanges["publish_in_rate"], exchanges["publish_out_rate"], exchanges["name"]);
        for (var row = 0; row < exchanges.RowCount; row++)
        {
            if (!(arriving.NumberAt(row) > 0) || leaving.NumberAt(row) != 0 || names.TextAt(row) is not { } name || name.StartsWith("amq.rabbitmq.", StringComparison.Ordinal))
                continue;
            var (exchange, rate) = (row, arriving.NumberAt(row));
            symptoms.Report(Definition, exchanges, row, (rate, 0, 0, 0), () => new SymptomText(
                $"{(name.Length == 0 ? "(default)" : name)}: {Figures.RateWithUnit(rate)} published and none of it reaches a queue.",
                new NextStep("See what is bound to it, and with which keys.", new FindingTarget("Its bindings", ExchangesSection.Id, exchanges.Keys[exchange], "bindings-from")),
                new("In", Figures.RateWithUnit(rate)),
                new("Out", "0/s"),
                new("Alternate exchange", exchanges["alternate_exchange"].TextAt(exchange) ?? "none")));
        }
    }
}
