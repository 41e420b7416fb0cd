using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Bench.Circuits;

/// <summary>A broker that is none: its list of 10,000 rows is another one each second, every row changed.</summary>
internal sealed class SyntheticProvider : IBrokerProvider
{
    public BrokerKind Kind => new("synthetic");

    public string DisplayName => "Synthetic";

    public IReadOnlyList<SettingProblem> Validate(ConnectionSettings settings) => [];

    public IBrokerConnection Create(ConnectionSettings settings) => new Connection(settings.Info);

    private sealed class Connection(ConnectionInfo info) : IBrokerConnection
    {
        private readonly SyntheticReader _reader = new();

        public ConnectionInfo Info => info;

        public T? Find<T>()
            where T : class, ICapability => _reader as T;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
