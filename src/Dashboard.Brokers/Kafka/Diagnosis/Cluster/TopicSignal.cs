using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Cluster;

/// <summary>A topic some of whose partitions are counted in a column that should be zero.</summary>
internal abstract class TopicSignal(string column) : ISignal
{
    public abstract SignalDefinition Definition { get; }

    public void Judge(DiagnosisInput input, SymptomSink symptoms)
    {
        var topics = input.Table(TopicsSection.Id)!;
        var counts = topics[column];
        for (var row = 0; row < topics.RowCount; row++)
        {
            if (!(counts.NumberAt(row) > 0) || !Counts(topics, row))
                continue;
            var topic = row;
            symptoms.Report(Definition, topics, row, (counts.NumberAt(row), topics["min_isr"].NumberAt(row), 0, 0), () => Describe(topics, topic, (long)counts.NumberAt(topic)));
        }
    }

    protected virtual bool Counts(SectionTable topics, int row) => true;

    protected abstract SymptomText Describe(SectionTable topics, int row, long partitions);

    protected static string NameOf(SectionTable topics, int row) => topics["name"].TextAt(row) ?? Figures.Unknown;

    /// <summary><c>2 of 6 partitions</c>.</summary>
    protected static string Share(SectionTable topics, int row, long partitions) => $"{partitions} of {Figures.Plural((long)topics["partitions"].NumberAt(row), "partition")}";

    protected static FindingTarget ToPartitions(SectionTable topics, int row) => new("Its partitions", TopicsSection.Id, topics.Keys[row], "partitions");
}
