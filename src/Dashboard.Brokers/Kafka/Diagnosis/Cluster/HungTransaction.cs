using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Cluster;

/// <summary>A transaction that does not end holds up everybody who reads committed messages only.</summary>
internal sealed class HungTransaction : ISignal
{
    /// <summary>Producers' transactions are aborted after a minute unless they ask for more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public SignalDefinition Definition { get; } = new(
        "hung-transaction", "hung transaction", Tone.Warning,
        "The last stable offset stands still below the high watermark for 5 minutes. Silent while transactions begin and end, however many there are.")
    {
        HoldDown = TimeSpan.Zero,
        Release = TimeSpan.FromSeconds(45),
        Needs = [new(PartitionsSection.Id, "last_stable", "open_since")],
    };

    public void Judge(DiagnosisInput input, SymptomSink symptoms)
    {
        var partitions = input.Table(PartitionsSection.Id)!;
        var (since, stable, high) = (partitions["open_since"], partitions["last_stable"], partitions["high"]);
        var oldest = (input.Now - Patience).ToUnixTimeMilliseconds();
        for (var row = 0; row < partitions.RowCount; row++)
        {
            if (!since.HasValue(row) || since.NumberAt(row) > oldest)
                continue;
            var partition = row;
            symptoms.Report(
                Definition, partitions, row, (stable.NumberAt(row), high.NumberAt(row), 0, 0),
                () =>
                {
                    var behind = high.NumberAt(partition) - stable.NumberAt(partition);
                    return new SymptomText(
                        $"{partitions["topic"].TextAt(partition)} partition {partitions["partition"].TextAt(partition)}: a transaction is open at offset {stable.NumberAt(partition):N0}. "
                        + $"Readers with read_committed do not see the {Figures.Count(behind)} offsets after it.",
                        new NextStep("Find the producer (kafka-transactions.sh find-hanging) and end it; a transaction that no producer owns any more is ended by kafka-transactions.sh abort.",
                            new FindingTarget("The partition", PartitionsSection.Id, partitions.Keys[partition])),
                        new("Last stable offset", Figures.Write(ColumnType.Integer, stable.NumberAt(partition))),
                        new("High watermark", Figures.Write(ColumnType.Integer, high.NumberAt(partition))));
                },
                DateTimeOffset.FromUnixTimeMilliseconds((long)since.NumberAt(row)));
        }
    }
}
