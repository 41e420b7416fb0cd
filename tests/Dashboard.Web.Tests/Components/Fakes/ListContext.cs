using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Editing;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Snapshots.Querying;
using Dashboard.Core.Views;
using Dashboard.Web.Auth;
using Dashboard.Web.Components;
using Dashboard.Web.Components.Controls.Grid;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Lists stand on the real store, queries, looks and history; only the broker's readings are made up. Scripts are accepted and do nothing.</summary>
public abstract class ListContext : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 21, 2, 14, 7, TimeSpan.Zero);

    protected static readonly ConnectionId Shop = new("shop");

    protected static readonly SectionDefinition Queues = new(
        "queues",
        "Queues",
        "queue",
        [
            new("vhost", "Virtual host", ColumnType.Text),
            new("name", "Name", ColumnType.Text),
            new("state", "State", ColumnType.Enumeration) { Tones = new Dictionary<string, Tone> { ["running"] = Tone.Good, ["down"] = Tone.Bad } },
            new("ready", "Ready", ColumnType.Integer) { IsTotalled = true, KeepsHistory = true },
            new("rate", "Publish", ColumnType.Rate) { KeepsHistory = true },
            new("memory", "Memory", ColumnType.Bytes) { IsDefaultVisible = false },
        ])
    {
        KeyColumns = ["vhost", "name"],
        NameColumn = "name",
        ScopeColumn = "vhost",
        DestinationKind = "queue",
        DefaultSort = "ready",
        IsDefaultSortDescending = true,
        EmptyText = "No queue is declared.",
        Relations = [new("bindings", "Bindings", "bindings", [new("vhost", "vhost"), new("name", "queue")]) { EmptyText = "Nothing feeds it." }],
    };

    protected static readonly SectionDefinition Bindings = new(
        "bindings",
        "Bindings",
        "binding",
        [new("vhost", "Virtual host", ColumnType.Text), new("exchange", "Exchange", ColumnType.Text), new("queue", "Queue", ColumnType.Text)])
    {
        KeyColumns = ["vhost", "exchange", "queue"],
        NameColumn = "exchange",
    };

    protected ListContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Views = new SavedViews(new FakeViewStore(), Access, Audit, Time);
        Store = new SnapshotStore([Snapshot(new SectionSnapshot(Queues, null, null), new SectionSnapshot(Bindings, null, null))]);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<ISnapshotStore>(Store);
        Services.AddSingleton<ISectionQueries, SectionQueries>();
        Services.AddSingleton<IFindings>(Findings);
        Services.AddSingleton<ILookRegistry>(Looks);
        Services.AddSingleton<IPollControl>(Polls);
        Services.AddSingleton<IConnectionRegistry>(Connections);
        Services.AddSingleton<IHistory>(new MetricHistory());
        Services.AddSingleton<IHistoryArchive>(new FakeArchive());
        Services.AddSingleton<IAccessGate>(Access);
        Services.AddSingleton<ICurrentActor>(Access);
        Services.AddSingleton<ISavedViews>(Views);
        Services.AddSingleton<IObjectEditing>(new FakeEditing(Access, editor: null));
        Services.AddDashboardComponents();
    }

    /// <summary>Who looks; somebody of the role Operator unless told otherwise.</summary>
    protected FakeAccess Access { get; } = new();

    protected FakeAudit Audit { get; } = new();

    protected SavedViews Views { get; }

    protected SnapshotStore Store { get; }

    protected FakeFindings Findings { get; } = new();

    protected virtual IConnectionRegistry Connections { get; } = new FakeConnections();

    protected LookRegistry Looks { get; } = new();

    protected CountedPolls Polls { get; } = new();

    protected StandingTime Time { get; } = new(Now);

    protected static SectionTable Table(params (string Name, long? Ready)[] rows)
    {
        var builder = new SectionTableBuilder(Queues, rows.Length);
        foreach (var (name, ready) in rows)
            builder.Row(RowKey.Of("/", name)).Set("vhost", "/").Set("name", name).Set("state", "running").Set("ready", ready).Set("rate", 1.5);
        return builder.Build(Now);
    }

    protected static SectionTable BindingTable(params (string Exchange, string Queue)[] rows)
    {
        var builder = new SectionTableBuilder(Bindings, rows.Length);
        foreach (var (exchange, queue) in rows)
            builder.Row(RowKey.Of("/", exchange, queue)).Set("vhost", "/").Set("exchange", exchange).Set("queue", queue);
        return builder.Build(Now);
    }

    protected static SourceProblem Refused { get; } =
        new(SourceProblemKind.Unreachable, "Connection refused (127.0.0.1:15672)", Now, Now.AddSeconds(-40), Now.AddSeconds(8));

    protected void Publish(SectionTable? queues, SourceProblem? problem = null, IReadOnlyList<Notice>? notices = null, SectionTable? bindings = null) =>
        Store.Publish(Snapshot(new SectionSnapshot(Queues, queues, problem), new SectionSnapshot(Bindings, bindings, null)) with { Notices = notices ?? [] });

    private static ConnectionSnapshot Snapshot(params SectionSnapshot[] sections) => new()
    {
        Connection = new ConnectionInfo(Shop, "Shop", new BrokerKind("rabbitmq"), EnvironmentTag.Production, false),
        Version = 0,
        TakenAt = Now,
        Health = ConnectionHealth.Up,
        Sections = sections,
    };

    /// <summary>Counts how often somebody wanted a poll.</summary>
    protected sealed class CountedPolls : IPollControl
    {
        public int Asked { get; private set; }

        public void RefreshNow(ConnectionId connection) => Asked++;
    }

    /// <summary>The clock stands still; its timers are real.</summary>
    protected sealed class StandingTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>The names in the first column, as they stand in the virtual list.</summary>
    protected static List<string> Names(IRenderedComponent<SectionGrid> grid) => [.. grid.FindAll("tbody:not(.grid-first) .cell-name").Select(cell => cell.TextContent)];
}
