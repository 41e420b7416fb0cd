using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>A connection whose sources a test reads by hand, one after the other.</summary>
internal sealed class ReaderHarness : IAsyncDisposable
{
    private readonly IBrokerConnection _connection;

    public ReaderHarness(ConnectionSettings settings, TimeProvider? time = null)
    {
        var provider = new RabbitMqProvider(NullLoggerFactory.Instance, time ?? TimeProvider.System);
        provider.Validate(settings).ShouldBeEmpty();
        _connection = provider.Create(settings);
        Reader = _connection.Find<ISnapshotReader>()!;
    }

    public ISnapshotReader Reader { get; }

    /// <summary>Reads one source as the collector would.</summary>
    public Task<SourceReading> ReadAsync(string sourceId, string? lookedAtSection = null, params RowKey[] lookedAt)
    {
        var looked = new Dictionary<string, IReadOnlyCollection<RowKey>>();
        if (lookedAtSection is not null)
            looked[lookedAtSection] = lookedAt;
        return Reader.Sources.Single(s => s.Id == sourceId).ReadAsync(new SourceContext(DateTimeOffset.UtcNow, looked), CancellationToken.None);
    }

    /// <summary>Reads one source and gives its table of that section.</summary>
    public async Task<SectionTable> TableAsync(string sourceId, string? sectionId = null)
        => (await ReadAsync(sourceId)).Tables.Single(t => t.Definition.Id == (sectionId ?? sourceId));

    /// <summary>Reads until the table fits, for what the broker tells some seconds late.</summary>
    public async Task<SectionTable> WaitForTableAsync(string sourceId, Func<SectionTable, bool> fits)
    {
        for (var tries = 0; ; tries++)
        {
            var table = (await ReadAsync(sourceId)).Tables.SingleOrDefault(t => t.Definition.Id == sourceId);
            if (table is not null && fits(table))
                return table;
            if (tries > 60)
                throw new TimeoutException($"'{sourceId}' did not become what was expected.");
            await Task.Delay(500);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
