using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Brokers.Kafka.Lists;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>
/// Follows <c>__consumer_offsets</c> from its end on, so that a commit that leaves the offset where it is can be told from none. Where the topic cannot
/// be read it says why, and tries again now and then.
/// </summary>
internal sealed class CommitTail(KafkaClients clients, TimeProvider time) : IAsyncDisposable
{
    private const string Topic = OffsetsTopic.Name;
    private const int MostRemembered = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<byte[], long> _last = new(new KeyBytes());
    private readonly HashSet<int> _followed = [];
    private Task _following = Task.CompletedTask;
    private DateTimeOffset _nextTry = DateTimeOffset.MinValue;
    private long _sinceMs;
    private string? _problem = "Commits are not watched yet.";

    /// <summary>Why commits are not known; null while they are followed.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Sees to it that all partitions are followed. Returns at once.</summary>
    public void Follow(ClusterMap map)
    {
        var partitions = map.Topics.FirstOrDefault(t => t.Name == Topic)?.Partitions;
        if (partitions is null)
        {
            Fail($"The topic {Topic} is not shown to the configured user, or there is none yet.");
            return;
        }

        if (!_following.IsCompleted || time.GetUtcNow() < _nextTry || _stop.IsCancellationRequested)
            return;
        var ids = partitions.Select(p => p.Id).ToList();
        _nextTry = time.GetUtcNow() + Patience;
        _following = Task.Factory.StartNew(() => Run(ids), _stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>When a group last committed a partition, as far as it was seen; milliseconds since 1970, 0 for not.</summary>
    public long LastCommitMs(string group, string topic, int partition)
    {
        lock (_gate)
            return _last.GetValueOrDefault(CommitKey.Of(group, topic, partition));
    }

    /// <summary>What is known of commits since a time.</summary>
    public CommitEvidence EvidenceSince(string group, string topic, int partition, long sinceMs)
    {
        if (LastCommitMs(group, topic, partition) >= sinceMs)
            return CommitEvidence.Seen;
        return Problem is null && Volatile.Read(ref _sinceMs) is var since and > 0 && since <= sinceMs ? CommitEvidence.None : CommitEvidence.NotWatched;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Run(List<int> partitions)
    {
        try
        {
            using var reader = clients.Reader(config =>
            {
                config.AutoOffsetReset = AutoOffsetReset.Latest;
                config.QueuedMaxMessagesKbytes = 4_096;
            });
            reader.Assign(partitions.Select(id => new TopicPartitionOffset(Topic, id, Offset.End)));
            while (true)
                Take(reader.Consume(_stop.Token), partitions.Count);
        }
        catch (OperationCanceledException)
        {
            Fail("The connection is being closed.");
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            var error = KafkaErrors.ErrorOf(failed, clients.Fault);
            Fail(KafkaErrors.IsRefusal(error.Code) ? $"The configured user may not read {Topic}." : $"{Topic} cannot be read: {error.Reason}");
        }
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> read, int partitions)
    {
        // The end of a partition is told when it is reached: only then is it followed.
        if (_sinceMs == 0 && _followed.Add(read.Partition.Value) && _followed.Count == partitions)
        {
            Volatile.Write(ref _sinceMs, time.GetUtcNow().ToUnixTimeMilliseconds());
            Volatile.Write(ref _problem, null);
        }

        if (read.IsPartitionEOF || CommitKey.Read(read.Message.Key) is not { IsEmpty: false } key)
            return;
        lock (_gate)
        {
            var known = _last.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (read.Message.Value is null)
                known.Remove(key);
            else if (_last.Count < MostRemembered || known.ContainsKey(key))
                known[key] = read.Message.Timestamp.UnixTimestampMs;
        }
    }

    private void Fail(string problem)
    {
        Volatile.Write(ref _problem, problem);
        Volatile.Write(ref _sinceMs, 0);
        lock (_gate)
            _followed.Clear();
    }

    private sealed class KeyBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] key) => GetHashCode(key.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
