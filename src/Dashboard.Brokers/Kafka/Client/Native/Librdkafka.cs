using System.Runtime.InteropServices;

namespace Dashboard.Brokers.Kafka.Client.Native;

/// <summary>
/// Those functions of librdkafka that producing needs, as <c>rdkafka.h</c> declares them. The library is the one that Confluent.Kafka has loaded.
/// </summary>
internal static unsafe partial class Librdkafka
{
    public const int Producer = 0;
    public const int AnyPartition = -1;

    /// <summary>RD_KAFKA_MSG_F_COPY: key and value are copied before the call returns.</summary>
    public const int CopyFlag = 2;

    private const string Library = "librdkafka";

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint NewConfig();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void DestroyConfig(nint config);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(nint config, string name, string value, byte* words, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_opaque")]
    public static partial void SetOpaque(nint config, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_dr_msg_cb")]
    public static partial void OnReport(nint config, delegate* unmanaged[Cdecl]<nint, NativeMessage*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_error_cb")]
    public static partial void OnError(nint config, delegate* unmanaged[Cdecl]<nint, int, byte*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_log_cb")]
    public static partial void OnLog(nint config, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void> callback);

    /// <summary>Takes the configuration over, except where it fails.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    public static partial nint New(int type, nint config, byte* words, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    public static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_opaque")]
    public static partial nint Opaque(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_name")]
    public static partial byte* Name(nint client);

    /// <summary>With 0 for the queue, lines of the log come with <see cref="Poll"/> as everything else does.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_set_log_queue")]
    public static partial int SetLogQueue(nint client, nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_poll")]
    public static partial int Poll(nint client, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_fatal_error")]
    public static partial int FatalError(nint client, byte* words, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewTopic(nint client, string name, nint config);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_destroy")]
    public static partial void DestroyTopic(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_last_error")]
    public static partial int LastError();

    [LibraryImport(Library, EntryPoint = "rd_kafka_headers_new")]
    public static partial nint NewHeaders(nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_headers_destroy")]
    public static partial void DestroyHeaders(nint headers);

    /// <summary>Copies both.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_header_add")]
    public static partial int AddHeader(nint headers, byte* name, nint nameSize, byte* value, nint valueSize);

    /// <summary>Takes the headers over, except where it fails; the answer is 0 or an error to be destroyed.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_produceva")]
    public static partial nint Produce(nint client, ProduceArgument* arguments, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_status")]
    public static partial int StatusOf(NativeMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_code")]
    public static partial int CodeOf(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_string")]
    public static partial byte* WordsOf(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_is_fatal")]
    public static partial int IsFatal(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_destroy")]
    public static partial void DestroyError(nint error);
}

/// <summary><c>rd_kafka_message_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public nint Value;
    public nuint ValueSize;
    public nint Key;
    public nuint KeySize;
    public long Offset;

    /// <summary>What <see cref="ProduceArgument.Opaque"/> was given.</summary>
    public nint Opaque;
}

/// <summary><c>rd_kafka_vu_t</c>: one of the things that are told of a record to be produced.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal readonly unsafe struct ProduceArgument
{
    [FieldOffset(0)]
    private readonly int _type;

    [FieldOffset(8)]
    private readonly long _number;

    [FieldOffset(8)]
    private readonly void* _pointer;

    [FieldOffset(16)]
    private readonly nint _size;

    private ProduceArgument(int type, long number)
    {
        _type = type;
        _number = number;
    }

    private ProduceArgument(int type, void* pointer, int size = 0)
    {
        _type = type;
        _pointer = pointer;
        _size = size;
    }

    public static ProduceArgument Topic(nint topic) => new(2, (void*)topic);

    public static ProduceArgument Partition(int partition) => new(3, partition);

    public static ProduceArgument Value(byte* value, int size) => new(4, value, size);

    public static ProduceArgument Key(byte* key, int size) => new(5, key, size);

    public static ProduceArgument Opaque(nint opaque) => new(6, (void*)opaque);

    public static ProduceArgument Flags(int flags) => new(7, flags);

    public static ProduceArgument Timestamp(long milliseconds) => new(8, milliseconds);

    public static ProduceArgument Headers(nint headers) => new(10, (void*)headers);
}
