using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Brokers.Kafka.Client.Native;
using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.Kafka.Client;

/// <summary>
/// The native clients of one connection: one admin client for all lists and changes, and the configurations that consumers and producers are made of.
/// Connects at the first use; librdkafka reconnects by itself.
/// </summary>
internal sealed class KafkaClients : IAsyncDisposable
{
    private readonly ILogger _log;
    private readonly string _connection;
    private readonly Lock _opening = new();
    private IAdminClient? _admin;
    private int _calls;
    private volatile bool _isClosed;

    public KafkaClients(KafkaSettings settings, ConnectionInfo info, ILoggerFactory loggers, TimeProvider time)
    {
        Fault = new KafkaFault(time);
        Settings = settings;
        _connection = info.Id.Value;
        _log = loggers.CreateLogger("Dashboard.Brokers.Kafka.Client");
    }

    public KafkaSettings Settings { get; }

    /// <summary>What the brokers last said against us outside of any call: no such host, refused, wrong password.</summary>
    public KafkaFault Fault { get; }

    /// <summary>What the brokers offer: ask it before any call that docs/kafka-admin-calls.md guards.</summary>
    public ClusterApis Apis { get; } = new();

    /// <summary>How often an admin call was begun: for benchmarks and tests.</summary>
    public long AdminCalls => Interlocked.Read(ref _adminCalls);

    private long _adminCalls;

    /// <summary>Told each second what the library says of itself, as JSON: for benchmarks. To be set before the first call.</summary>
    public Action<string>? Statistics { get; set; }

    /// <summary>
    /// Runs one admin call. Whatever the library does, this returns after the time limit: some of its calls ignore theirs. The client is not closed
    /// under a call.
    /// </summary>
    /// <exception cref="KafkaException">The broker or the library said no.</exception>
    /// <exception cref="TimeoutException">No answer within the time limit and a little more.</exception>
    public async Task<T> AdminAsync<T>(Func<IAdminClient, TimeSpan, Task<T>> call, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _adminCalls);
        Interlocked.Increment(ref _calls);

        // Never on the caller's thread: the library's own part of a call, and opening the client, take their time.
        var running = Task.Run(() => call(Admin(), Settings.RequestTimeout), CancellationToken.None);
        _ = running.ContinueWith(
            static (ended, state) =>
            {
                // Nobody may be waiting any more.
                _ = ended.Exception;
                Interlocked.Decrement(ref ((KafkaClients)state!)._calls);
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return await running.WaitAsync(Settings.RequestTimeout + TimeSpan.FromSeconds(2), cancellationToken);
    }

    /// <summary>The same for calls that wait on their thread.</summary>
    /// <exception cref="KafkaException">The broker or the library said no.</exception>
    /// <exception cref="TimeoutException">No answer within the time limit and a little more.</exception>
    public Task<T> AdminAsync<T>(Func<IAdminClient, TimeSpan, T> call, CancellationToken cancellationToken)
        => AdminAsync((admin, limit) => Task.FromResult(call(admin, limit)), cancellationToken);

    /// <summary>A producer that waits for all replicas and never writes twice by itself. The caller disposes it.</summary>
    public RecordProducer Producer(Action<ProducerConfig>? adjust = null)
    {
        var config = new ProducerConfig(KafkaConfig.Of(Settings, "publish")) { EnableIdempotence = true, Acks = Acks.All };
        adjust?.Invoke(config);
        return new RecordProducer(config, Note, Write);
    }

    /// <summary>
    /// A consumer that is in no group, commits nothing and makes no topics; positions are assigned by the caller, who disposes it.
    /// </summary>
    public IConsumer<byte[]?, byte[]?> Reader(Action<ConsumerConfig>? adjust = null) => Reader(Deserializers.ByteArray!, Deserializers.ByteArray!, adjust);

    /// <summary>The same with a say in what is made of keys and values.</summary>
    public IConsumer<TKey, TValue> Reader<TKey, TValue>(IDeserializer<TKey> key, IDeserializer<TValue> value, Action<ConsumerConfig>? adjust = null)
    {
        // librdkafka wants a name of a group even where it never joins one.
        var config = new ConsumerConfig(KafkaConfig.Of(Settings, "read"))
        {
            GroupId = $"broker-dashboard-{Guid.NewGuid():N}",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AllowAutoCreateTopics = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            EnablePartitionEof = true,
        };
        adjust?.Invoke(config);
        return new ConsumerBuilder<TKey, TValue>(config)
            .SetKeyDeserializer(key)
            .SetValueDeserializer(value)
            .SetErrorHandler((_, error) => Note(error))
            .SetLogHandler((_, line) => Write(line))
            .Build();
    }

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;

        // Calls end by themselves within their limit.
        for (var waited = 0; Volatile.Read(ref _calls) > 0 && waited < 400; waited++)
            await Task.Delay(50);
        IAdminClient? admin;
        lock (_opening)
        {
            admin = _admin;
            _admin = null;
        }

        // A client with a call still in it is left alone: closing it then could take the process down.
        if (admin is not null && Volatile.Read(ref _calls) == 0)
            await Task.Run(admin.Dispose);
    }

    private IAdminClient Admin()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return _admin ??= BuildAdmin();
        }
    }

    private IAdminClient BuildAdmin()
    {
        var config = KafkaConfig.Of(Settings, "admin");
        var builder = new AdminClientBuilder(config).SetErrorHandler((_, error) => Note(error)).SetLogHandler((_, line) => Write(line));
        if (Statistics is { } tell)
        {
            config.StatisticsIntervalMs = 1_000;
            builder.SetStatisticsHandler((_, json) => tell(json));
        }

        return builder.Build();
    }

    private void Note(Error error)
    {
        Fault.Note(error);
        KafkaLog.ClientError(_log, _connection, error.Code, error.Reason);
    }

    // The library's own log repeats what the error handler and the calls tell; it is for those who look closer.
    private void Write(LogMessage line) => KafkaLog.ClientLine(_log, _connection, line.Facility, line.Message);
}
