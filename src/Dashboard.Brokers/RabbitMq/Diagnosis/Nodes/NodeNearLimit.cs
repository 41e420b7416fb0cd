using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Nodes;

/// <summary>A node runs out of file descriptors, sockets or Erlang processes.</summary>
internal sealed class NodeNearLimit : ISignal
{
    private const double Near = 0.9;

    private static readonly (string Used, string Limit, string What, string Consequence)[] Limits =
    [
        ("file_descriptors", "file_descriptors_limit", "file descriptors", "takes no more clients and opens no more files"),
        ("sockets", "sockets_limit", "sockets", "takes no more clients"),
        ("processes", "processes_limit", "Erlang processes", "fails"),
    ];

    public SignalDefinition Definition { get; } = new(
        "near-limit", "near limit", Tone.Warning, "The node uses 90 % of its file descriptors, sockets or Erlang processes. Newer brokers tell the last of these only.")
    {
        Release = TimeSpan.FromSeconds(60),
        Needs = [new(NodesSection.Id, "processes")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var nodes = facts.Table(NodesSection.Id);
        for (var row = 0; row < nodes.RowCount; row++)
        {
            foreach (var (usedColumn, limitColumn, what, consequence) in Limits)
            {
                var (used, limit) = (nodes[usedColumn].NumberAt(row), nodes[limitColumn].NumberAt(row));
                if (!(limit > 0) || !(used >= limit * Near))
                    continue;
                var node = row;
                symptoms.Report(Definition, nodes, row, usedColumn, (used, limit, 0, 0), () => new SymptomText(
                    $"{nodes["name"].TextAt(node)}: {Figures.Count(used)} of {Figures.Count(limit)} {what} in use; at the limit it {consequence}.",
                    new NextStep("See who opens so many connections, channels or queues; raise the limit when they are wanted.", new FindingTarget("The connections", ConnectionsSection.Id)),
                    new("In use", $"{Figures.Count(used)}, {Figures.Percent(used / limit)}"),
                    new("Limit", Figures.Count(limit))));
            }
        }
    }
}
