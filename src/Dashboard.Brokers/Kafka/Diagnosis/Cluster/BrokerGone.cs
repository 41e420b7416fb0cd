using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Cluster;

/// <summary>Partitions have replicas on a broker that the cluster does not know now.</summary>
internal sealed class BrokerGone : ISignal
{
    public SignalDefinition Definition { get; } = new("broker-gone", "gone", Tone.Bad, "Partitions have a replica on the broker, and it is not in the cluster. Silent for a broker that holds no replica.")
    {
        HoldDown = TimeSpan.FromSeconds(5),
        Needs = [new(BrokersSection.Id, "state")],
    };

    public void Judge(DiagnosisInput input, SymptomSink symptoms)
    {
        var brokers = input.Table(BrokersSection.Id)!;
        var (state, held) = (brokers["state"], brokers["replicas"]);
        for (var row = 0; row < brokers.RowCount; row++)
        {
            if (state.TextAt(row) != BrokersSection.Gone)
                continue;
            var broker = row;
            symptoms.Report(Definition, brokers, row, (held.NumberAt(row), 0, 0, 0), () => new SymptomText(
                $"Broker {brokers["id"].TextAt(broker)}: not in the cluster, {Figures.Plural((long)held.NumberAt(broker), "replica")} {(held.NumberAt(broker) == 1 ? "is" : "are")} on it.",
                new NextStep("Start it again with its data, and see its log for why it went. If it will not come back, its partitions have to be reassigned.",
                    new FindingTarget("The broker", BrokersSection.Id, brokers.Keys[broker])),
                new("Replicas on it", Figures.Count(held.NumberAt(broker))),
                new("Brokers in the cluster", $"{Enumerable.Range(0, brokers.RowCount).Count(r => state.TextAt(r) != BrokersSection.Gone)} of {brokers.RowCount}")));
        }
    }
}
