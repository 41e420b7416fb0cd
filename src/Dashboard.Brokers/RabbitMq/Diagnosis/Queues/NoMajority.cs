using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>A quorum queue or stream of whose members no majority is online: it takes and delivers nothing.</summary>
internal sealed class NoMajority : ISignal
{
    public SignalDefinition Definition { get; } = new(
        "no-majority", "no majority", Tone.Bad, "Half or fewer of the members of a quorum queue are online, or the broker says 'minority'.")
    {
        HoldDown = TimeSpan.FromSeconds(5),
        Needs = [new(QueuesSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            var (members, online) = (queues.Members.NumberAt(row), queues.Online.NumberAt(row));
            if (queues.State.TextAt(row) != "minority" && !(queues.IsQuorum(row) && members > 0 && online * 2 <= members))
                continue;
            var queue = row;
            symptoms.Report(Definition, queues.Table, row, (members, online, 0, 0), () => new SymptomText(
                $"{queues.NameOf(queue)}: {(double.IsNaN(online) ? "too few" : Figures.Count(online))} of {(double.IsNaN(members) ? "its members are" : Figures.Plural(members, "member is", "members are"))} online; without a majority it takes and delivers nothing.",
                new NextStep("Bring the missing nodes back. Do not delete or force members while they may still hold messages.", new FindingTarget("The nodes", NodesSection.Id)),
                new("Members", queues.Table["member_nodes"].TextAt(queue) ?? Figures.Unknown),
                new("Online", queues.Table["online_nodes"].TextAt(queue) ?? Figures.Unknown),
                Say.Of("Ready", queues.Ready, queue, ColumnType.Integer)));
        }
    }
}
