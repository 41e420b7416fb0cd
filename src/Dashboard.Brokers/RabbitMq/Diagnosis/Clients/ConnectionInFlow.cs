using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Clients;

/// <summary>A client publishes faster than the broker can take it.</summary>
internal sealed class ConnectionInFlow : ISignal
{
    public SignalDefinition Definition { get; } = new("connection-flow", "flow control", Tone.Warning, "The connection has been in state flow for 20 seconds. Shorter spells are normal.")
    {
        HoldDown = TimeSpan.FromSeconds(20),
        Release = TimeSpan.FromSeconds(30),
        Needs = [new(ConnectionsSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var connections = facts.Table(ConnectionsSection.Id);
        var states = connections["state"];
        for (var row = 0; row < connections.RowCount; row++)
        {
            if (states.TextAt(row) != "flow")
                continue;
            var client = row;
            symptoms.Report(Definition, connections, row, (connections["receive_rate"].NumberAt(row), 0, 0, 0), () => new SymptomText(
                $"{ClientNames.Of(connections, client)}: in flow control; it publishes faster than the broker takes.",
                new NextStep("See which queues it publishes to, and whether disk or processors of their node are the limit.", Say.ToRow("The connection", connections, client)),
                Say.Of("From client, bytes", connections["receive_rate"], client, ColumnType.Rate),
                new("Node", connections["node"].TextAt(client) ?? Figures.Unknown)));
        }
    }
}
