using Dashboard.Brokers.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka;

/// <summary>Reads a cluster's lists as the collector would and has them judged, by a clock that the test turns.</summary>
internal sealed class KafkaBench : IAsyncDisposable
{
    private readonly MetricHistory _history = new();
    private readonly FindingsBoard _board;
    private readonly Dictionary<string, SectionTable> _tables = [];
    private readonly Dictionary<string, SourceProblem> _problems = [];
    private readonly Dictionary<string, IReadOnlyList<Notice>> _notices = [];

    public KafkaBench(ConnectionSettings settings)
    {
        Connection = new KafkaProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(settings);
        _board = new FindingsBoard(new OneConnection(Connection), _history, TimeProvider.System, NullLogger<FindingsBoard>.Instance);
    }

    public IBrokerConnection Connection { get; }

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<Finding> Findings => _board.Of(Connection.Info.Id)!.Findings;

    public IEnumerable<Notice> Notices => _notices.Values.SelectMany(n => n);

    /// <summary>Sources that failed with the last step, with the reason.</summary>
    public IDictionary<string, SourceProblem> Problems => _problems;

    /// <summary>All findings there ever were: signal id and the row's key.</summary>
    public HashSet<(string Signal, string Key)> Ever { get; } = [];

    private ISnapshotReader Reader => Connection.Find<ISnapshotReader>()!;

    /// <summary>The last table of a section.</summary>
    public SectionTable Table(string section) => _tables[section];

    /// <summary>A cell as text or number; null where it is missing.</summary>
    public object? Cell(string section, string column, params string[] key)
    {
        var table = _tables[section];
        var row = table.RowOf(RowKey.Of(key));
        row.ShouldBeGreaterThanOrEqualTo(0, $"{section} has no row {string.Join('/', key)}");
        var data = table[column];
        return !data.HasValue(row) ? null : data is TextColumn ? data.TextAt(row) : data.NumberAt(row);
    }

    public Finding? Find(string signal, params string[] key) => Findings.FirstOrDefault(f => f.Signal.Id == signal && f.Key == RowKey.Of(key));

    public async Task StepAsync(TimeSpan after)
    {
        Now += after;
        foreach (var source in Reader.Sources)
        {
            try
            {
                using var limit = new CancellationTokenSource(source.TimeLimit);
                var reading = await source.ReadAsync(new SourceContext(Now, new Dictionary<string, IReadOnlyCollection<RowKey>>()), limit.Token);
                foreach (var table in reading.Tables)
                    _tables[table.Definition.Id] = table;
                _notices[source.Id] = reading.Notices;
                _history.Record(Connection.Info.Id, reading, Now, after);
                _problems.Remove(source.Id);
            }
            catch (SourceException e)
            {
                _problems[source.Id] = new SourceProblem(e.Kind, e.Message, Now, _problems.GetValueOrDefault(source.Id)?.Since ?? Now, Now.AddSeconds(5));
            }
        }

        _board.Judge(new ConnectionSnapshot
        {
            Connection = Connection.Info,
            Version = 1,
            TakenAt = Now,
            Health = _problems.Count > 0 ? ConnectionHealth.Partial : ConnectionHealth.Up,
            LastGoodAt = Now,
            Sections = [.. Reader.Sections.Select(s => new SectionSnapshot(s, _tables.GetValueOrDefault(s.Id), ProblemOf(s.Id)))],
            Problems = new Dictionary<string, SourceProblem>(_problems),
        });
        foreach (var finding in Findings)
            Ever.Add((finding.Signal.Id, finding.Key?.Value ?? ""));
    }

    /// <summary>Steps until something is so, at most two minutes of the real clock.</summary>
    public async Task UntilAsync(Func<bool> holds, TimeSpan step)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            await StepAsync(step);
            if (holds())
                return;
            await Task.Delay(1000);
        }

        throw new TimeoutException($"It did not come to be so. Problems: {string.Join("; ", _problems.Values.Select(p => p.Message))}. Findings: {string.Join("; ", Findings.Select(f => f.Text))}.");
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private SourceProblem? ProblemOf(string section) => Reader.Sources.Where(s => s.SectionIds.Contains(section)).Select(s => _problems.GetValueOrDefault(s.Id)).FirstOrDefault(p => p is not null);

    private sealed class OneConnection(IBrokerConnection only) : IConnectionRegistry
    {
        public IReadOnlyList<IBrokerConnection> All => [only];

        public IBrokerConnection? Find(ConnectionId id) => only;
    }
}
