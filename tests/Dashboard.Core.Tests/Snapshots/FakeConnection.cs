using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Tests.Snapshots;

/// <summary>A connection whose sources do what a test says.</summary>
public sealed class FakeConnection(ConnectionInfo info, params SectionSource[] sources) : IBrokerConnection, ISnapshotReader, IDestinationPurger
{
    public ConnectionInfo Info => info;

    public bool IsDisposed { get; private set; }

    public IReadOnlyList<SectionDefinition> Sections => [A.Queues, A.Nodes];

    public IReadOnlyList<SectionSource> Sources => sources;

    public T? Find<T>()
        where T : class, ICapability
        => this as T;

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public Task<Metric> PurgeAsync(DestinationRef destination, CancellationToken cancellationToken) => Task.FromResult(Metric.Exact(0));

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}

public sealed class FakeProvider : IBrokerProvider
{
    public List<FakeConnection> Made { get; } = [];

    /// <summary>What further connections are read by.</summary>
    public SectionSource[] Sources { get; set; } = [];

    public BrokerKind Kind => new("fake");

    public string DisplayName => "Fake";

    public IReadOnlyList<SettingProblem> Validate(ConnectionSettings settings) => [];

    public IBrokerConnection Create(ConnectionSettings settings)
    {
        var connection = new FakeConnection(settings.Info, Sources);
        Made.Add(connection);
        return connection;
    }
}

/// <summary>A source that counts its reads and hands each to the test's script.</summary>
public sealed class FakeSource(string id = "queues", double period = 5, double limit = 3)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;
    private int _running;

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The most reads that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    public SourceContext? LastContext { get; private set; }

    public Func<int, SourceContext, CancellationToken, Task<SourceReading>> Script { get; set; } = (_, _, _) => Task.FromResult(new SourceReading());

    public SectionSource Source(bool isEssential = true, params string[] sections)
        => new(id, sections.Length == 0 ? [id] : sections, TimeSpan.FromSeconds(period), TimeSpan.FromSeconds(limit), ReadAsync) { IsEssential = isEssential };

    /// <summary>Waits until the given number of reads have begun.</summary>
    public async Task StartedAsync(int reads)
    {
        while (true)
        {
            Task started;
            lock (_gate)
            {
                if (_reads >= reads)
                    return;
                started = _started.Task;
            }

            await started.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    private async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken token)
    {
        int read;
        lock (_gate)
        {
            read = ++_reads;
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
            LastContext = context;
            var started = _started;
            _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            started.SetResult();
        }

        try
        {
            return await Script(read, context, token);
        }
        finally
        {
            lock (_gate)
                _running--;
        }
    }
}
