using Confluent.Kafka;
using Dashboard.Brokers.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Diagnosis;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Editing;
using Dashboard.Brokers.Kafka.Groups.Reading;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Editing;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka.Groups;

/// <summary>The source of groups on a real cluster, with a window of seconds instead of minutes, and clients to make things happen.</summary>
internal sealed class GroupsBench : IAsyncDisposable
{
    /// <summary>One for a class of tests, which closes it at its end.</summary>
    public static GroupsBench On(KafkaCluster cluster) => new(cluster);

    public static readonly LagWindow Short = new(TimeSpan.FromMilliseconds(400), 12);

    private readonly KafkaCluster _cluster;
    private readonly KafkaClients _clients;
    private readonly ClusterState _state = new();
    private readonly GroupsSource _source;
    private readonly KafkaSnapshotReader _reader;
    private readonly ConnectionInfo _info;
    private readonly Dictionary<string, SectionTable> _tables = [];

    public GroupsBench(KafkaCluster cluster, params (string Key, string? Value)[] changes)
    {
        _cluster = cluster;
        var settings = cluster.Settings(changes);
        _clients = new KafkaClients(KafkaSettings.From(settings), settings.Info, NullLoggerFactory.Instance, TimeProvider.System);
        _source = new GroupsSource(_clients, _state, TimeProvider.System, Short);
        Editor = new GroupEditor(_clients);
        _reader = new KafkaSnapshotReader(_clients, _state, _source);
        _info = settings.Info;
    }

    public IObjectEditor Editor { get; }

    public string Bootstrap => string.Join(',', _cluster.BootstrapServers);

    public long AdminCalls => _clients.AdminCalls;

    /// <summary>Reads topics, then groups, as the collector would.</summary>
    public async Task ReadAsync(params string[] lookedAt)
    {
        foreach (var source in _reader.Sources.Where(s => s.Id is "cluster" or "topics" or "apis"))
            Take(await source.ReadAsync(Context([]), CancellationToken.None));
        await ReadGroupsAsync(lookedAt);
    }

    /// <summary>Reads the settings of topics, which verdicts about retention need.</summary>
    public async Task ReadSettingsAsync() => Take(await _reader.Sources.Single(s => s.Id == "configs").ReadAsync(Context([]), CancellationToken.None));

    public async Task ReadGroupsAsync(params string[] lookedAt) => Take(await _source.ReadAsync(Context(lookedAt), CancellationToken.None));

    /// <summary>Reads again and again until it is so.</summary>
    public async Task WaitAsync(Func<bool> isSo, string what)
    {
        var failure = "";
        for (var tries = 0; tries < 150; tries++)
        {
            try
            {
                // As the collector does: leaders, and how often they have changed, are news of the cluster.
                if (failure.Length > 0)
                    Take(await _reader.Sources.Single(s => s.Id == "cluster").ReadAsync(Context([]), CancellationToken.None));
                await ReadGroupsAsync();
                failure = "";
                if (isSo())
                    return;
            }
            catch (SourceException failed)
            {
                failure = $" (last failed: {failed.Message})";
            }

            await Task.Delay(200);
        }

        throw new TimeoutException($"{what}{failure} did not come about. Groups: {string.Join("; ", Summaries.Select(s => $"{s.Group.Id} {s.Group.State} lag {s.Lag} {s.Worst}"))}");
    }

    public IReadOnlyList<GroupSummary> Summaries => _tables.TryGetValue(GroupsSection.Id, out var table) ? GroupsSource.SummariesOf(table) : [];

    public GroupSummary Summary(string group) => Summaries.Single(s => s.Group.Id == group);

    public GroupSummary? Find(string group) => Summaries.FirstOrDefault(s => s.Group.Id == group);

    public SectionTable Table(string section) => _tables[section];

    /// <summary>A cell of the offsets; null where it is missing.</summary>
    public string? Offset(string group, string topic, int partition, string column)
    {
        var table = Table(GroupOffsetsSection.Id);
        return table[column].TextAt(table.RowOf(RowKey.Of(group, topic, $"{partition}")));
    }

    /// <summary>What is found of a group or topic, by signal.</summary>
    public IReadOnlyList<Symptom> Symptoms(string name)
    {
        var sections = _tables.Values.Select(t => new SectionSnapshot(t.Definition, t, null)).ToList();
        var snapshot = new ConnectionSnapshot { Connection = _info, Version = 1, TakenAt = DateTimeOffset.UtcNow, Health = ConnectionHealth.Up, Sections = sections };
        var input = new DiagnosisInput(snapshot, new MetricHistory());
        var sink = new SymptomSink(input);
        new KafkaDiagnostics().Judge(input, sink);
        return [.. sink.Symptoms.Where(s => s.Key == RowKey.Of(name))];
    }

    public IConsumer<string, string> Consumer(string group, Action<ConsumerConfig>? adjust = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Bootstrap,
            GroupId = group,
            ClientId = $"client-{group[..Math.Min(8, group.Length)]}",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            SessionTimeoutMs = 6_000,
            HeartbeatIntervalMs = 500,
        };
        adjust?.Invoke(config);
        return new ConsumerBuilder<string, string>(config).Build();
    }

    public async Task ProduceAsync(string topic, int count, int? partition = null)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = Bootstrap }).Build();
        for (var i = 0; i < count; i++)
            producer.Produce(new TopicPartition(topic, partition ?? Partition.Any), new Message<string, string> { Key = $"k{i}", Value = $"v{i}" });
        await Task.Run(() => producer.Flush(TimeSpan.FromSeconds(20)));
    }

    /// <summary>Commits for a group without members.</summary>
    public void Commit(string group, string topic, params long[] offsets)
    {
        using var consumer = Consumer(group);
        for (var tries = 0; ; tries++)
        {
            try
            {
                consumer.Commit(offsets.Select((offset, partition) => new TopicPartitionOffset(topic, partition, offset)));
                return;
            }
            catch (KafkaException young) when (tries < 60 && young.Error.Code is ErrorCode.GroupLoadInProgress or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.NotCoordinatorForGroup)
            {
                // The coordinator of a young cluster is still being set up.
                Thread.Sleep(500);
            }
        }
    }

    /// <summary>Asks for the end of a partition as plans of resets do.</summary>
    public Task<IReadOnlyList<Confluent.Kafka.Admin.ListOffsetsResultInfo>> ReadEndAsync(string topic, int partition)
        => EndOffsets.ReadAsync(_clients, [new TopicPartition(topic, partition)], Confluent.Kafka.Admin.OffsetSpec.Latest(), CancellationToken.None);

    public ObjectChange Reset(string group, params (string Id, object? Value)[] values)
        => new() { Verb = ChangeVerb.Edit, Kind = GroupForms.OffsetsKind, Key = RowKey.Of(group), Values = ChangeValues.Of(values) };

    /// <summary>Partition → (committed, end, lag) as the distribution's tool tells it.</summary>
    public async Task<Dictionary<(string Topic, int Partition), (string Committed, string High, string Lag)>> ToolAsync(string group)
    {
        var told = await _cluster.ToolAsync("consumer-groups", "--describe", "--group", group);
        return told.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells.Length >= 6 && cells[0] == group)
            .ToDictionary(cells => (cells[1], int.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture)), cells => (cells[3], cells[4], cells[5]));
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _clients.DisposeAsync();
    }

    private static SourceContext Context(string[] lookedAt)
        => new(DateTimeOffset.UtcNow, new Dictionary<string, IReadOnlyCollection<RowKey>> { [GroupsSection.Id] = [.. lookedAt.Select(g => RowKey.Of(g))] });

    private void Take(SourceReading reading)
    {
        foreach (var table in reading.Tables)
            _tables[table.Definition.Id] = table;
    }
}
