using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Links;

/// <summary>A shovel does not move messages.</summary>
internal sealed class ShovelDown : ISignal
{
    public SignalDefinition Definition { get; } = new("shovel-down", "shovel down", Tone.Bad, "The shovel is not running: it gave up, or has been starting for 20 seconds.")
    {
        HoldDown = TimeSpan.FromSeconds(20),
        Needs = [new(ShovelsSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var shovels = facts.Table(ShovelsSection.Id);
        for (var row = 0; row < shovels.RowCount; row++)
        {
            if (shovels["state"].TextAt(row) is not { } state || state == "running")
                continue;
            var shovel = row;
            symptoms.Report(Definition, shovels, row, (state.Length, 0, 0, 0), () => new SymptomText(
                $"{shovels["name"].TextAt(shovel)}: {state}; nothing is moved from {shovels["source"].TextAt(shovel) ?? "its source"} to {shovels["destination"].TextAt(shovel) ?? "its destination"}.",
                new NextStep("See the reason, and whether both brokers can be reached from its node. It tries again by itself unless it was told not to.", Say.ToRow("The shovel", shovels, shovel)),
                new("State", state),
                new("Reason", shovels["reason"].TextAt(shovel) ?? "none given"),
                new("To", shovels["destination_uri"].TextAt(shovel) ?? Figures.Unknown)));
        }
    }
}
