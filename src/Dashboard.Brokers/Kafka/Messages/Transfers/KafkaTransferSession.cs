using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Brokers.Kafka.Messages.Publishing;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Transfers;

/// <summary>A topic being read range by range on a thread of its own, which runs ahead by some batches. Nothing is removed and nothing is held.</summary>
internal sealed class KafkaTransferSession : ITransferSession
{
    private const int BatchSize = 250;
    private const int BatchesAhead = 2;
    private const int BytesAhead = 2 * 1024 * 1024;

    /// <summary>Without a message or an end for this long, the brokers are lost. Fetches over aborted transactions bring nothing for a while too.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly KafkaClients _clients;
    private readonly TransferRequest _request;
    private readonly IReadOnlyList<LogRange> _ranges;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<List<KafkaRecord>> _batches
        = Channel.CreateBounded<List<KafkaRecord>>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });

    private readonly IConsumer<byte[]?, RecordValue> _consumer;
    private Task _reading = Task.CompletedTask;
    private int _disposed;
    private long _heardAt;

    public KafkaTransferSession(KafkaClients clients, TransferRequest request, IReadOnlyList<LogRange> ranges, TimeProvider time)
    {
        _clients = clients;
        _request = request;
        _ranges = ranges;
        _time = time;
        var parts = new RecordParts(int.MaxValue, null);
        _consumer = clients.Reader<byte[]?, RecordValue>(parts, parts, config =>
        {
            config.IsolationLevel = IsolationLevel.ReadCommitted;
            config.FetchQueueBackoffMs = 10;
            config.QueuedMinMessages = 100_000;
            config.QueuedMaxMessagesKbytes = 64 * 1024;

            // One partition is read at a time: with more of it in each answer, and not kept waiting for the next one by a question that is still open.
            config.MaxPartitionFetchBytes = 8 * 1024 * 1024;
            config.FetchWaitMaxMs = 20;

            // The topic is known, and would be a text more for each record.
            config.ConsumeResultFields = "headers,timestamp";
            config.MaxPollIntervalMs = 86_400_000;
        });
    }

    public async IAsyncEnumerable<TransferDelivery> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_request.MaxDeliveries <= 0 || _ranges.Count == 0)
            yield break;
        _reading = Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        long tag = 0;
        while (await WaitAsync(cancellationToken))
        {
            while (_batches.Reader.TryRead(out var batch))
            {
                foreach (var record in batch)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return new TransferDelivery(++tag, KafkaEnvelope.Of(_request.Source, record)) { ReplayId = KafkaCopy.ReplayIdOf(record.Headers) };
                    if (tag >= _request.MaxDeliveries)
                        yield break;
                }
            }
        }
    }

    public ValueTask RemoveAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask ReleaseAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _closing.CancelAsync();
        await _reading;
        await Task.Run(_consumer.Dispose, CancellationToken.None);
        _closing.Dispose();
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _batches.Reader.WaitToReadAsync(cancellationToken);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, $"Reading {_request.Source.Describe()} was cut off.", _clients.Fault, $"Read on {_request.Source.Describe()}");
        }
    }

    /// <summary>The thread. Whatever ends it is told to who reads.</summary>
    private void ReadAll()
    {
        try
        {
            var batch = new Batch(this);
            LogRange? before = null;
            foreach (var range in _ranges)
            {
                Read(range, before, batch);
                before = range;
            }

            batch.HandOver();
            _batches.Writer.TryComplete();
        }
        catch (Exception ended)
        {
            _batches.Writer.TryComplete(ended);
        }
    }

    private void Read(LogRange range, LogRange? before, Batch batch)
    {
        var partition = new TopicPartition(_request.Source.Name, range.Partition);
        var from = LogPosition.Unpack(range.From).Offset;
        var end = from + range.Count;
        if (before is null || before.Value.Partition != range.Partition)
            _consumer.Assign(new TopicPartitionOffset(partition, from));
        else
            _consumer.Seek(new TopicPartitionOffset(partition, from));
        _heardAt = _time.GetTimestamp();
        while (true)
        {
            ConsumeResult<byte[]?, RecordValue>? read;
            try
            {
                read = _consumer.Consume(0) ?? Wait(batch);
            }
            catch (ConsumeException failed) when (failed.Error.Code is ErrorCode.OffsetOutOfRange or ErrorCode.Local_AutoOffsetReset)
            {
                // Retention was quicker: what is left begins later, and the places before it are empty.
                var left = _consumer.QueryWatermarkOffsets(partition, _clients.Settings.RequestTimeout);
                if (left.Low.Value >= end || left.High.Value <= from)
                    return;
                from = Math.Max(from + 1, left.Low.Value);
                _consumer.Assign(new TopicPartitionOffset(partition, from));
                continue;
            }

            if (read is null)
            {
                if (_time.GetElapsedTime(_heardAt) > Silence)
                    throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"Nothing came for {Silence.TotalSeconds:0} seconds."));
                continue;
            }

            _heardAt = _time.GetTimestamp();

            // Only the place tells the end: the last places may hold no message.
            if (read.Partition.Value != range.Partition || read.Offset.Value < from)
                continue;
            if (read.IsPartitionEOF || read.Offset.Value >= end)
                return;
            batch.Add(new KafkaRecord(read));
            if (read.Offset.Value == end - 1)
                return;
        }
    }

    private ConsumeResult<byte[]?, RecordValue>? Wait(Batch batch)
    {
        batch.HandOver();
        _closing.Token.ThrowIfCancellationRequested();
        return _consumer.Consume(100);
    }

    private sealed class Batch(KafkaTransferSession session)
    {
        private List<KafkaRecord> _records = new(BatchSize);
        private long _bytes;

        public void Add(KafkaRecord record)
        {
            _records.Add(record);
            _bytes += record.Value.Size;
            if (_records.Count >= BatchSize || _bytes >= BytesAhead / BatchesAhead)
                HandOver();
        }

        public void HandOver()
        {
            if (_records.Count == 0)
                return;
            session._batches.Writer.WriteAsync(_records, session._closing.Token).AsTask().GetAwaiter().GetResult();

            // Who reads may take his time, with a rate limit for one: that is no silence of the brokers.
            session._heardAt = session._time.GetTimestamp();
            _records = new List<KafkaRecord>(BatchSize);
            _bytes = 0;
        }
    }
}
