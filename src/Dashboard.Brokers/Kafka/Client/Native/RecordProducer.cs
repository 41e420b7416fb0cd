using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Client.Native;

/// <summary>
/// A producer on librdkafka's own functions. Confluent.Kafka makes a dozen objects and pins for each record, for each of its headers and for its report; a replay
/// sends tens of thousands each second, each with headers more than the original had (docs/benchmarks.md). Everything the library tells comes on one thread.
/// </summary>
internal sealed unsafe class RecordProducer : IDisposable
{
    private const int MaxWords = 512;
    private const int PollMilliseconds = 100;

    private readonly Action<Error> _note;
    private readonly Action<LogMessage> _log;
    private readonly OpenRecords _open = new();
    private readonly Dictionary<string, nint> _topics = new(StringComparer.Ordinal);
    private readonly Lock _opening = new();
    private readonly GCHandle _self;
    private readonly nint _client;
    private readonly Thread _polling;
    private volatile bool _isEnding;

    /// <param name="config">As for Confluent.Kafka.</param>
    /// <param name="note">Told of errors that are about no single record.</param>
    /// <param name="log">Told the lines of the library's log.</param>
    /// <exception cref="InvalidOperationException">The library does not take the configuration.</exception>
    public RecordProducer(ProducerConfig config, Action<Error> note, Action<LogMessage> log)
    {
        _note = note;
        _log = log;
        _self = GCHandle.Alloc(this);
        try
        {
            _client = Open(config, GCHandle.ToIntPtr(_self));
        }
        catch
        {
            _self.Free();
            throw;
        }

        _polling = new Thread(PollAll) { IsBackground = true, Name = "Kafka reports" };
        _polling.Start();
    }

    /// <summary>
    /// Hands a record to the library, which copies it. The answer is null where it took it, and the listener will be told; otherwise it says why not. Not to be
    /// called any more once it is disposed.
    /// </summary>
    public Error? Produce(in OutgoingRecord record, IRecordListener listener)
    {
        var topic = TopicOf(record.Topic);
        if (topic == 0)
            return new Error((ErrorCode)Librdkafka.LastError());
        var headers = HeadersOf(record.Headers);
        var number = _open.Add(listener);
        nint refused;
        byte nothing;
        fixed (byte* key = record.Key.GetValueOrDefault().Span, value = record.Value.GetValueOrDefault().Span)
        {
            // What is empty has no address of its own, and null means that there is none.
            var arguments = stackalloc ProduceArgument[8];
            var count = 0;
            arguments[count++] = ProduceArgument.Topic(topic);
            arguments[count++] = ProduceArgument.Partition(record.Partition ?? Librdkafka.AnyPartition);
            arguments[count++] = ProduceArgument.Flags(Librdkafka.CopyFlag);
            arguments[count++] = ProduceArgument.Opaque(number);
            if (record.Key is { } keyBytes)
                arguments[count++] = ProduceArgument.Key(key == null ? &nothing : key, keyBytes.Length);
            if (record.Value is { } valueBytes)
                arguments[count++] = ProduceArgument.Value(value == null ? &nothing : value, valueBytes.Length);
            if (record.Timestamp is { } timestamp)
                arguments[count++] = ProduceArgument.Timestamp(timestamp);
            if (headers != 0)
                arguments[count++] = ProduceArgument.Headers(headers);
            refused = Librdkafka.Produce(_client, arguments, (nuint)count);
        }

        if (refused == 0)
            return null;
        _open.Take(number);
        if (headers != 0)
            Librdkafka.DestroyHeaders(headers);
        return RefusalOf(refused);
    }

    /// <summary>Whoever still waits for a report; nobody of them is told any more.</summary>
    public List<IRecordListener> Abandon() => _open.TakeAll();

    /// <summary>Waits for the library to end. What was not sent is not sent any more.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _polling.Join();
        foreach (var topic in _topics.Values)
            Librdkafka.DestroyTopic(topic);
        Librdkafka.Destroy(_client);
        _self.Free();
    }

    private static nint Open(ProducerConfig config, nint opaque)
    {
        var words = stackalloc byte[MaxWords];
        var native = Librdkafka.NewConfig();
        foreach (var (name, value) in config.Append(new("log.queue", "true")))
        {
            // Those are Confluent.Kafka's own.
            if (!name.StartsWith("dotnet.", StringComparison.Ordinal) && Librdkafka.Set(native, name, value, words, MaxWords) != 0)
            {
                Librdkafka.DestroyConfig(native);
                throw new InvalidOperationException(TextOf(words));
            }
        }

        Librdkafka.SetOpaque(native, opaque);
        Librdkafka.OnReport(native, &Reported);
        Librdkafka.OnError(native, &Failed);
        Librdkafka.OnLog(native, &Logged);
        var client = Librdkafka.New(Librdkafka.Producer, native, words, MaxWords);
        if (client == 0)
        {
            Librdkafka.DestroyConfig(native);
            throw new InvalidOperationException(TextOf(words));
        }

        _ = Librdkafka.SetLogQueue(client, 0);
        return client;
    }

    private void PollAll()
    {
        while (!_isEnding)
            _ = Librdkafka.Poll(_client, PollMilliseconds);
    }

    private nint TopicOf(string name)
    {
        lock (_opening)
        {
            if (_topics.TryGetValue(name, out var known))
                return known;
            var topic = Librdkafka.NewTopic(_client, name, 0);
            return topic == 0 ? 0 : _topics[name] = topic;
        }
    }

    private static nint HeadersOf(Headers? headers)
    {
        if (headers is not { Count: > 0 })
            return 0;
        var native = Librdkafka.NewHeaders((nuint)headers.Count);
        for (var i = 0; i < headers.Count; i++)
            Add(native, headers[i].Key, headers[i].GetValueBytes());
        return native;
    }

    private static void Add(nint headers, string name, byte[]? value)
    {
        const int Short = 256;
        var most = Encoding.UTF8.GetMaxByteCount(name.Length);
        var rented = most > Short ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> text = rented is null ? stackalloc byte[Short] : rented;
        byte nothing;
        int refused;
        fixed (byte* nameBytes = text, valueBytes = value)
        {
            var size = Encoding.UTF8.GetBytes(name, text);
            refused = Librdkafka.AddHeader(headers, nameBytes, size, value is null ? null : valueBytes == null ? &nothing : valueBytes, value?.Length ?? 0);
        }

        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        if (refused != 0)
            throw new KafkaException((ErrorCode)refused);
    }

    private static Error RefusalOf(nint error)
    {
        var taken = new Error((ErrorCode)Librdkafka.CodeOf(error), TextOf(Librdkafka.WordsOf(error)), Librdkafka.IsFatal(error) != 0);
        Librdkafka.DestroyError(error);
        return taken;
    }

    private Error ErrorOf(int code, string? words)
    {
        if ((ErrorCode)code != ErrorCode.Local_Fatal)
            return words is null ? new Error((ErrorCode)code) : new Error((ErrorCode)code, words);
        var cause = stackalloc byte[MaxWords];
        return new Error((ErrorCode)Librdkafka.FatalError(_client, cause, MaxWords), TextOf(cause), isFatal: true);
    }

    // An exception that leaves one of these three ends the process. Nobody throws by contract; who does all the same loses only what it was told, and a
    // record without a fate counts as not confirmed.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Reported(nint client, NativeMessage* message, nint opaque)
    {
        try
        {
            if (Of(opaque) is not { } producer || producer._open.Take((int)message->Opaque) is not { } listener)
                return;
            listener.Reported(message->Error == 0
                ? new RecordReport(PersistenceStatus.Persisted, null, message->Partition, message->Offset)
                : new RecordReport((PersistenceStatus)Librdkafka.StatusOf(message), producer.ErrorOf(message->Error, null), message->Partition, message->Offset));
        }
        catch (Exception broken)
        {
            Debug.Fail(broken.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Failed(nint client, int code, byte* words, nint opaque)
    {
        try
        {
            if (Of(opaque) is { } producer)
                producer._note(producer.ErrorOf(code, TextOf(words)));
        }
        catch (Exception broken)
        {
            Debug.Fail(broken.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Logged(nint client, int level, byte* facility, byte* words)
    {
        try
        {
            if (client != 0 && Of(Librdkafka.Opaque(client)) is { } producer)
                producer._log(new LogMessage(TextOf(Librdkafka.Name(client)), (SyslogLevel)level, TextOf(facility), TextOf(words)));
        }
        catch (Exception broken)
        {
            Debug.Fail(broken.Message);
        }
    }

    private static RecordProducer? Of(nint opaque) => opaque == 0 ? null : GCHandle.FromIntPtr(opaque).Target as RecordProducer;

    private static string TextOf(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
