using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Links;

/// <summary>A federation link is not connected to its upstream.</summary>
internal sealed class FederationDown : ISignal
{
    public SignalDefinition Definition { get; } = new("federation-down", "link down", Tone.Bad, "The federation link has not been running for 20 seconds.")
    {
        HoldDown = TimeSpan.FromSeconds(20),
        Needs = [new(FederationLinksSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var links = facts.Table(FederationLinksSection.Id);
        for (var row = 0; row < links.RowCount; row++)
        {
            if (links["status"].TextAt(row) is not { } status || status == "running")
                continue;
            var link = row;
            symptoms.Report(Definition, links, row, (status.Length, 0, 0, 0), () => new SymptomText(
                $"{links["name"].TextAt(link)}: the federation link to {links["upstream"].TextAt(link) ?? "its upstream"} is {status}; nothing comes from there.",
                new NextStep("See the error, and whether the upstream can be reached from its node. It tries again by itself.", Say.ToRow("The link", links, link)),
                new("Status", status),
                new("Error", links["error"].TextAt(link) ?? "none given"),
                new("Upstream", links["uri"].TextAt(link) ?? Figures.Unknown)));
        }
    }
}
