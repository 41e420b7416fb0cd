using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Findings as a test sets them; nothing is found until it does.</summary>
public sealed class FakeFindings : IFindings
{
    public List<ConnectionDiagnosis> Set { get; } = [];

    public IReadOnlyList<ConnectionDiagnosis> All => Set;

    public ConnectionDiagnosis? Of(ConnectionId connection) => Set.Find(d => d.Connection.Id == connection);

    public ISnapshotSubscription Subscribe() => new FakeSnapshots().Subscribe();

    public static Finding Finding(string id, Tone tone, string text, string? section = "queues", RowKey? key = null, string word = "no consumer") => new()
    {
        Id = id,
        Connection = Sample.Shop,
        Signal = new SignalDefinition(word.Replace(' ', '-'), word, tone, ""),
        Tone = tone,
        SectionId = section,
        Key = key,
        Text = text,
        Since = Sample.Now.AddMinutes(-37),
        Evidence = [new("Ready", "4,212")],
        NextStep = new NextStep("Start its consumer.", section is null ? null : new FindingTarget("Its consumers", section, key, "consumers")),
    };

    public static ConnectionDiagnosis Diagnosis(string id, string environment, IReadOnlyList<Finding> findings, params Unjudged[] unjudged) => new(
        new ConnectionInfo(new ConnectionId(id), char.ToUpperInvariant(id[0]) + id[1..], new BrokerKind("rabbitmq"), new EnvironmentTag(environment), false),
        Sample.Now,
        findings,
        unjudged);
}
