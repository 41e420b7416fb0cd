using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq.Diagnosis;

/// <summary>
/// Judges tables as the collector would have them judged, by a clock that the test turns: what takes minutes at night takes as many steps here.
/// </summary>
internal sealed class DiagnosisBench
{
    public static readonly ConnectionInfo Connection = new(new ConnectionId("rabbit"), "Rabbit", new BrokerKind("rabbitmq"), new EnvironmentTag("test"), IsReadOnly: false);

    private readonly MetricHistory _history = new();
    private readonly FindingsBoard _board;
    private readonly IReadOnlyList<SectionDefinition> _sections;
    private readonly Dictionary<string, SectionTable> _tables = [];
    private readonly Dictionary<string, SourceProblem> _problems = [];

    public DiagnosisBench(IReadOnlyList<SectionDefinition> sections)
    {
        _sections = sections;
        _board = new FindingsBoard(new OneConnection(), _history, TimeProvider.System, NullLogger<FindingsBoard>.Instance);
    }

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);

    public ConnectionDiagnosis Diagnosis => _board.Of(Connection.Id)!;

    /// <summary>The last snapshot with its verdicts.</summary>
    public ConnectionSnapshot Snapshot { get; private set; } = null!;

    /// <summary>All findings there ever were: signal id and name.</summary>
    public HashSet<(string Signal, string Name)> Ever { get; } = [];

    /// <summary>Reads every source once, some time after the last step, and has the outcome judged.</summary>
    public async Task StepAsync(ISnapshotReader reader, TimeSpan after)
    {
        Now += after;
        foreach (var source in reader.Sources)
        {
            try
            {
                var reading = await source.ReadAsync(new SourceContext(Now, new Dictionary<string, IReadOnlyCollection<RowKey>>()), CancellationToken.None);
                Take(reading, after);
                _problems.Remove(source.Id);
            }
            catch (SourceException e)
            {
                _problems[source.Id] = new SourceProblem(e.Kind, e.Message, Now, _problems.GetValueOrDefault(source.Id)?.Since ?? Now, Now.AddSeconds(5));
            }
        }

        Judge();
    }

    /// <summary>Has tables of the test's own judged; sections not given keep theirs.</summary>
    public void Step(TimeSpan after, params IReadOnlyList<SectionTable> tables)
    {
        Now += after;
        Take(new SourceReading { Tables = tables }, after);
        Judge();
    }

    /// <summary>Finds what was found about a row by its name; null where nothing is.</summary>
    public Finding? Find(string signal, string name) => Diagnosis.Findings.FirstOrDefault(f => f.Signal.Id == signal && NameOf(f) == name);

    public string VerdictOf(string sectionId, RowKey key)
    {
        var table = Snapshot.Section(sectionId)!.Table!;
        return table[VerdictColumn.Id].TextAt(table.RowOf(key)) ?? "";
    }

    private void Take(SourceReading reading, TimeSpan pace)
    {
        foreach (var table in reading.Tables)
            _tables[table.Definition.Id] = table;
        _history.Record(Connection.Id, reading, Now, pace);
    }

    private void Judge()
    {
        Snapshot = _board.Judge(new ConnectionSnapshot
        {
            Connection = Connection,
            Version = 1,
            TakenAt = Now,
            Health = _problems.ContainsKey("overview") ? ConnectionHealth.Down : _problems.Count > 0 ? ConnectionHealth.Partial : ConnectionHealth.Up,
            LastGoodAt = Now,
            Sections = [.. _sections.Select(s => new SectionSnapshot(s, _tables.GetValueOrDefault(s.Id), _problems.GetValueOrDefault(s.Id)))],
            Problems = new Dictionary<string, SourceProblem>(_problems),
        });
        Diagnosis.Unjudged.ShouldNotContain(u => u.Missing.StartsWith("An error of the dashboard", StringComparison.Ordinal));
        foreach (var finding in Diagnosis.Findings)
            Ever.Add((finding.Signal.Id, NameOf(finding)));
    }

    private static string NameOf(Finding finding) => finding.Key?.Parts switch
    {
        null => "",
        [var only] => only,
        var parts => parts[1],
    };

    private sealed class OneConnection : IConnectionRegistry, IBrokerConnection
    {
        private readonly RabbitMqDiagnostics _diagnostics = new();

        public IReadOnlyList<IBrokerConnection> All => [this];

        public ConnectionInfo Info => Connection;

        public IBrokerConnection? Find(ConnectionId id) => this;

        public T? Find<T>()
            where T : class, ICapability
            => _diagnostics as T;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
