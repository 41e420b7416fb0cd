using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka;
using Dashboard.Brokers.Tests.Kafka.SchemaRegistry;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Filtering;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>Filters judge what the page of a message shows: Avro and Protobuf by a registry, compressed bodies, keys that are numbers; on a real topic, excluded by bytes first.</summary>
public sealed class FilterDecodingTests(TopicsFixture kafka) : IClassFixture<TopicsFixture>, IAsyncLifetime, IDisposable
{
    private const string Order = """{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"long"},{"name":"state","type":{"type":"enum","name":"State","symbols":["NEW","PAID"]}},{"name":"note","type":"string"}]}""";

    private readonly RegistryStub _registry = new();
    private IBrokerConnection _connection = null!;
    private MessageFilters _filters = null!;

    public Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is not null)
            return Task.CompletedTask;
        _registry.Answer("schemas/ids/12", JsonSerializer.Serialize(new { schema = Order }));
        _registry.Answer("schemas/ids/5", """{"schemaType":"PROTOBUF","schema":"syntax..."}""");
        _registry.Answer("schemas/ids/5?format=serialized", JsonSerializer.Serialize(new { schema = Convert.ToBase64String(Google.Protobuf.MessageExtensions.ToByteArray(Event())) }));
        _registry.Answer("schemas/ids/6", """{"schemaType":"JSON","schema":"{}"}""");
        _connection = new KafkaProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(kafka.Lab.Settings(("SchemaRegistry:Url", _registry.Url.AbsoluteUri)));

        var payloads = new MessagePayloads(new OneConnection(_connection));
        _filters = new MessageFilters(text => FilterParser.Parse(text, MessageFilterRow.Roots), message => new MessageFilterRow(message, TimeProvider.System, payloads));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    public void Dispose() => _registry.Dispose();

    [KafkaFact]
    public async Task Search_ValuesWrittenWithSchemas_JudgesWhatIsShown()
    {
        var topic = await kafka.TopicAsync();
        await PutAsync(topic, Avro(42, paid: true, "Zoë"));
        await PutAsync(topic, Avro(7, paid: false, "nobody"));
        await PutAsync(topic, [0, 0, 0, 0, 5, 0, 10, 4, .. "paid"u8, 16, 42]);
        await PutAsync(topic, [0, 0, 0, 0, 6, .. """{"id":42,"state":"PAID"}"""u8]);
        await PutAsync(topic, Avro(42, paid: true, "by its header")[5..], headers: new Headers { { "__value_schema_id", [0, 0, 0, 0, 12] } });
        await PutAsync(topic, """{"id":42,"state":"PAID","note":"plain"}"""u8.ToArray());
        await PutAsync(topic, """{"id":1}"""u8.ToArray());

        (await SearchAsync(topic, "body.state = PAID")).ShouldBe(new Found([0, 3, 4, 5], []));
        (await SearchAsync(topic, "body.id = 42")).ShouldBe(new Found([0, 2, 3, 4, 5], []));
        (await SearchAsync(topic, "body.id > 5 and body.id < 10")).ShouldBe(new Found([1], []));
        (await SearchAsync(topic, "body.name = paid")).ShouldBe(new Found([2], []));
        (await SearchAsync(topic, "body ~ 'Zoë'")).ShouldBe(new Found([0], []));
        (await SearchAsync(topic, "body ~ '\"state\":\"PAID\"'")).ShouldBe(new Found([0, 3, 4, 5], []));
        (await SearchAsync(topic, "PAID and not plain")).ShouldBe(new Found([0, 2, 3, 4], []));
        (await SearchAsync(topic, "exists body.note and body.note != plain")).ShouldBe(new Found([0, 1, 4], []));
        _registry.Asked.Count(path => path == "schemas/ids/12").ShouldBe(1, "a schema is fetched once, however many messages have it");
    }

    [KafkaFact]
    public async Task Search_CompressedValues_JudgesWhatIsInThem()
    {
        var topic = await kafka.TopicAsync();
        byte[] json = [.. """{"region":"eu","n":7}"""u8];
        await PutAsync(topic, Compressed(json, to => new GZipStream(to, CompressionLevel.Fastest)));
        await PutAsync(topic, Zstd(json));
        await PutAsync(topic, SnappyFrames(json));
        await PutAsync(topic, Compressed(json, to => new BrotliStream(to, CompressionLevel.Fastest)), headers: new Headers { { "Content-Encoding", "br"u8.ToArray() } });
        await PutAsync(topic, Compressed(Avro(7, paid: true, "twice"), to => new GZipStream(to, CompressionLevel.Fastest)));
        await PutAsync(topic, [.. "lz4 with no reader"u8], headers: new Headers { { "content-encoding", "lz4"u8.ToArray() } });
        await PutAsync(topic, Zstd(json)[..^4]);
        await PutAsync(topic, [.. """{"region":"us","n":7}"""u8]);

        (await SearchAsync(topic, "body.region = eu")).ShouldBe(new Found([0, 1, 2, 3], [5, 6]));

        // Of what is broken, what stands in its bytes is certain.
        (await SearchAsync(topic, "body ~ '\"EU\"'")).ShouldBe(new Found([0, 1, 2, 3, 6], [5]));
        (await SearchAsync(topic, "body.id = 7")).ShouldBe(new Found([4], [5, 6]));
        (await SearchAsync(topic, "twice")).ShouldBe(new Found([4], [5, 6]));
        (await SearchAsync(topic, "body = '{\"region\":\"eu\",\"n\":7}'")).ShouldBe(new Found([0, 1, 2, 3], [5, 6]));
    }

    [KafkaFact]
    public async Task Search_WhatCannotBeRead_IsCountedAndFoundByItsBytesAlone()
    {
        var topic = await kafka.TopicAsync();
        await PutAsync(topic, [0, 0, 0, 0, 99, 84, 2, 6, .. "Zoe"u8]);
        await PutAsync(topic, [0, 0, 0, 0, 12, 84]);

        (await SearchAsync(topic, "body.state = PAID")).ShouldBe(new Found([], [0, 1]));
        (await SearchAsync(topic, "body ~ Zoe")).ShouldBe(new Found([0], [1]));
        (await SearchAsync(topic, "nowhere")).ShouldBe(new Found([], [0, 1]));
    }

    [KafkaFact]
    public async Task Search_KeysThatAreNumbers_FindsThemAsTheyAreShown()
    {
        var topic = await kafka.TopicAsync();
        await PutAsync(topic, [.. "{}"u8], key: [0, 0, 0, 42]);
        await PutAsync(topic, [.. "{}"u8], key: [0, 0, 0, 43]);
        await PutAsync(topic, [.. "{}"u8], key: [.. "42"u8]);

        (await SearchAsync(topic, "key = 42")).ShouldBe(new Found([0, 2], []));
        (await SearchAsync(topic, "42")).ShouldBe(new Found([0, 2], []));
        (await SearchAsync(topic, "key > 42")).ShouldBe(new Found([1], []));
    }

    [KafkaFact]
    public async Task Search_PlainJson_IsStillExcludedByItsBytes()
    {
        var topic = await kafka.TopicAsync();
        for (var i = 0; i < 20; i++)
            await PutAsync(topic, Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""));
        var read = 0;
        await SearchAsync(topic, "body.n = 19", () => read++);
        read.ShouldBe(1, "the others hold no 19");
    }

    /// <summary>As a search does it: bytes first, then the filter.</summary>
    private async Task<Found> SearchAsync(DestinationRef topic, string filter, Action? onRead = null)
    {
        var judge = _filters.Compile(filter);
        var (yes, unknown) = (new List<long>(), new List<long>());
        var request = new BrowseRequest
        {
            Destination = topic,
            Count = BrowseRequest.MaxCount,
            ReadsToEnd = true,
            IsWorthALook = _filters.RawTest(filter),
            Keep = message =>
            {
                onRead?.Invoke();
                var verdict = judge(message);
                if (verdict != FilterVerdict.No)
                    (verdict == FilterVerdict.Yes ? yes : unknown).Add(message.Position);
                return false;
            },
        };
        (await _connection.Find<IMessageBrowser>()!.BrowseAsync(request, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60))).IsComplete.ShouldBeTrue();
        return new Found([.. yes], [.. unknown]);
    }

    private Task PutAsync(DestinationRef topic, byte[] value, byte[]? key = null, Headers? headers = null)
        => kafka.Plain.Producer.ProduceAsync(topic.Name, new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = headers });

    private static byte[] Avro(byte id, bool paid, string note)
    {
        var text = Encoding.UTF8.GetBytes(note);
        return [0, 0, 0, 0, 12, (byte)(id * 2), paid ? (byte)2 : (byte)0, (byte)(text.Length * 2), .. text];
    }

    private static FileDescriptorProto Event() => new()
    {
        Name = "event.proto",
        Package = "shop",
        Syntax = "proto3",
        MessageType =
        {
            new DescriptorProto
            {
                Name = "Event",
                Field =
                {
                    new FieldDescriptorProto { Name = "name", Number = 1, Type = FieldDescriptorProto.Types.Type.String, Label = FieldDescriptorProto.Types.Label.Optional },
                    new FieldDescriptorProto { Name = "id", Number = 2, Type = FieldDescriptorProto.Types.Type.Int32, Label = FieldDescriptorProto.Types.Label.Optional },
                },
            },
        },
    };

    private static byte[] Compressed(byte[] plain, Func<Stream, Stream> with)
    {
        using var output = new MemoryStream();
        using (var stream = with(output))
            stream.Write(plain);
        return output.ToArray();
    }

    /// <summary>One block that is not compressed, in a frame of one segment.</summary>
    private static byte[] Zstd(byte[] plain)
    {
        var block = (plain.Length << 3) | 1;
        return [0x28, 0xB5, 0x2F, 0xFD, 0x20, (byte)plain.Length, (byte)block, (byte)(block >> 8), (byte)(block >> 16), .. plain];
    }

    /// <summary>One chunk that is not compressed.</summary>
    private static byte[] SnappyFrames(byte[] plain)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(header, ((plain.Length + 4) << 8) | 1);
        return [0xFF, 0x06, 0x00, 0x00, .. "sNaPpY"u8, .. header, 0, 0, 0, 0, .. plain];
    }

    /// <summary>Offsets of matches, and of what could not be judged.</summary>
    private sealed record Found(IReadOnlyList<long> Matches, IReadOnlyList<long> Unknown)
    {
        public bool Equals(Found? other) => other is not null && Matches.SequenceEqual(other.Matches) && Unknown.SequenceEqual(other.Unknown);

        public override int GetHashCode() => HashCode.Combine(Matches.Count, Unknown.Count);

        public override string ToString() => $"matches {string.Join(' ', Matches)}, unknown {string.Join(' ', Unknown)}";
    }

    private sealed class OneConnection(IBrokerConnection only) : IConnectionRegistry
    {
        public IReadOnlyList<IBrokerConnection> All => [only];

        public IBrokerConnection? Find(ConnectionId id) => id == only.Info.Id ? only : null;
    }
}
