using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Clients;

/// <summary>A client has published since an alarm went off, and nothing more is taken from it.</summary>
internal sealed class BlockedConnection : ISignal
{
    public SignalDefinition Definition { get; } = new("blocked", "blocked", Tone.Bad, "The connection is blocked by a memory or disk alarm: the broker reads nothing from it.")
    {
        HoldDown = TimeSpan.FromSeconds(5),
        Needs = [new(ConnectionsSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var connections = facts.Table(ConnectionsSection.Id);
        var states = connections["state"];
        for (var row = 0; row < connections.RowCount; row++)
        {
            if (states.TextAt(row) != "blocked")
                continue;
            var client = row;
            symptoms.Report(Definition, connections, row, default, () => new SymptomText(
                $"{ClientNames.Of(connections, client)}: blocked by an alarm; what it publishes is not taken.",
                new NextStep("See the nodes for the alarm. The client goes on by itself when it is over.", new FindingTarget("The nodes", NodesSection.Id)),
                new("State", "blocked"),
                new("User", connections["user"].TextAt(client) ?? Figures.Unknown),
                new("Client address", connections["peer"].TextAt(client) ?? Figures.Unknown)));
        }
    }
}
