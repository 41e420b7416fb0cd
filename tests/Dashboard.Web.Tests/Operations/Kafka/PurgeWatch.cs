using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>Puts a test between the engine and what it works with, at the moments that matter to a purge: before and after the broker removes, and before each write of the archive.</summary>
internal sealed class PurgeWatch
{
    /// <summary>Asked before records are removed; what it throws is thrown in place of removing.</summary>
    public Func<IReadOnlyList<PartitionRange>, Task> BeforePurge { get; set; } = _ => Task.CompletedTask;

    /// <summary>The ranges that the broker is told; the test may take some away.</summary>
    public Func<IReadOnlyList<PartitionRange>, IReadOnlyList<PartitionRange>> Told { get; set; } = ranges => ranges;

    /// <summary>Asked when they were removed.</summary>
    public Func<Task> AfterPurge { get; set; } = () => Task.CompletedTask;

    /// <summary>Asked before each write of the archive, with the number of messages that were written since it was opened.</summary>
    public Func<long, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    /// <summary>Asked before the archive is opened.</summary>
    public Action<string> BeforeOpen { get; set; } = _ => { };

    public long FreeBytes { get; set; } = long.MaxValue;

    public void Decorate(IServiceCollection services)
    {
        var archives = services.Last(one => one.ServiceType == typeof(IArchiveStore));
        services.AddSingleton<IArchiveStore>(provider => new Archives((IArchiveStore)archives.ImplementationFactory!(provider), this));
        var registry = services.Last(one => one.ServiceType == typeof(IConnectionRegistry));
        services.AddSingleton<IConnectionRegistry>(provider => new Registry((IConnectionRegistry)Make(registry, provider), this));
        services.AddSingleton<IDiskSpace>(new Disk(this));
    }

    private static object Make(ServiceDescriptor service, IServiceProvider provider)
        => service.ImplementationInstance ?? service.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);

    private sealed class Disk(PurgeWatch watch) : IDiskSpace
    {
        public long FreeBytes() => watch.FreeBytes;
    }

    private sealed class Registry(IConnectionRegistry inner, PurgeWatch watch) : IConnectionRegistry
    {
        public IReadOnlyList<IBrokerConnection> All => [.. inner.All.Select(one => new Connection(one, watch))];

        public IBrokerConnection? Find(ConnectionId id) => inner.Find(id) is { } found ? new Connection(found, watch) : null;
    }

    private sealed class Connection(IBrokerConnection inner, PurgeWatch watch) : IBrokerConnection
    {
        public ConnectionInfo Info => inner.Info;

        public T? Find<T>()
            where T : class, ICapability
            => inner.Find<T>() is { } found ? found is ILogPurger purger && typeof(T) == typeof(ILogPurger) ? (T)(ICapability)new Purger(purger, watch) : found : null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Purger(ILogPurger inner, PurgeWatch watch) : ILogPurger
    {
        public Availability AvailabilityOn(DestinationRef destination) => inner.AvailabilityOn(destination);

        public Task<IReadOnlyList<PartitionRange>> PreviewAsync(DestinationRef destination, PurgeBound bound, CancellationToken cancellationToken) => inner.PreviewAsync(destination, bound, cancellationToken);

        public async Task<Metric> PurgeAsync(DestinationRef destination, IReadOnlyList<PartitionRange> ranges, CancellationToken cancellationToken)
        {
            await watch.BeforePurge(ranges);
            var removed = await inner.PurgeAsync(destination, watch.Told(ranges), cancellationToken);
            await watch.AfterPurge();
            return removed;
        }
    }

    private sealed class Archives(IArchiveStore inner, PurgeWatch watch) : IArchiveStore
    {
        public async Task<IArchiveWriter> OpenWriterAsync(string jobId, CancellationToken cancellationToken)
        {
            watch.BeforeOpen(jobId);
            return new Writer(await inner.OpenWriterAsync(jobId, cancellationToken), watch);
        }

        public IAsyncEnumerable<ArchivedMessage> ReadAsync(string jobId, long skip, CancellationToken cancellationToken) => inner.ReadAsync(jobId, skip, cancellationToken);

        public Task<long?> CountAsync(string jobId, CancellationToken cancellationToken) => inner.CountAsync(jobId, cancellationToken);

        public void Delete(string jobId) => inner.Delete(jobId);

        public void DeleteImportsBefore(DateTimeOffset time) => inner.DeleteImportsBefore(time);
    }

    private sealed class Writer(IArchiveWriter inner, PurgeWatch watch) : IArchiveWriter
    {
        private long _written;

        public async Task AppendAsync(IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellationToken)
        {
            await watch.BeforeAppend(_written);
            await inner.AppendAsync(messages, cancellationToken);
            _written += messages.Count;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
