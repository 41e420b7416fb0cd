using System.Text;
using System.Text.Json;
using Dashboard.Brokers.Kafka.Decoding;
using Dashboard.Brokers.Kafka.SchemaRegistry;
using Dashboard.Core.Decoding;
using Dashboard.Core.Decoding.Schemas;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Dashboard.Brokers.Tests.Kafka.SchemaRegistry;

/// <summary>Against a stub of the registry's API (<see cref="RegistryStub"/>).</summary>
public sealed class SchemaRegistryClientTests : IDisposable
{
    private const string Order = """{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"long"},{"name":"state","type":"State"}]}""";
    private const string State = """{"type":"enum","name":"State","namespace":"shop","symbols":["NEW","PAID"]}""";

    private readonly RegistryStub _stub = new();
    private readonly SettableTime _time = new();
    private readonly SchemaRegistryClient _client;

    public SchemaRegistryClientTests()
        => _client = new SchemaRegistryClient(new SchemaRegistryOptions(_stub.Url) { Username = "reader", Password = "geheim" }, _time);

    public void Dispose()
    {
        _client.Dispose();
        _stub.Dispose();
    }

    [Fact]
    public async Task Decode_AvroWithAReference_IsReadAndNamed()
    {
        AnswerOrder();

        var decoded = await DecodeAsync([0, 0, 0, 0, 12, 84, 2]);

        decoded.Problem.ShouldBeNull();
        Text(decoded).ShouldBe("""{"id":42,"state":"PAID"}""");
        decoded.Title.ShouldBe("Avro, schema 12 'shop.Order' v3 (registry)");
        _stub.Authorization.ShouldBe("Basic " + Convert.ToBase64String("reader:geheim"u8));
    }

    [Fact]
    public async Task TryDecode_OnceTheSchemaIsKnown_AsksNobody()
    {
        AnswerOrder();
        var decoder = KafkaPayloads.DecoderFor(_client);
        var request = Request([0, 0, 0, 0, 12, 84, 0]);
        decoder.TryDecode(request, out _).ShouldBeFalse("the schema is not known yet");
        await decoder.DecodeAsync(request, CancellationToken.None);
        var asked = _stub.Asked.Count;

        decoder.TryDecode(request, out var decoded).ShouldBeTrue();

        Text(decoded!).ShouldBe("""{"id":42,"state":"NEW"}""");
        _stub.Asked.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task Get_ManyAtOnce_AskOnce()
    {
        AnswerOrder();
        var gate = new TaskCompletionSource();
        _stub.Gate = gate.Task;

        var waiting = Enumerable.Range(0, 50).Select(_ => DecodeAsync([0, 0, 0, 0, 12, 84, 0])).ToList();
        gate.SetResult();
        await Task.WhenAll(waiting);

        _stub.Asked.Count(path => path == "schemas/ids/12").ShouldBe(1);
    }

    [Fact]
    public async Task Get_UnknownSchema_SaysWhereAndIsAskedAgainAfterAWhile()
    {
        var decoded = await DecodeAsync([0, 0, 0, 0, 42, 0, 0]);
        decoded.Problem.ShouldBe($"schema 42 is not known to the registry at {_stub.Url.Authority}");
        await DecodeAsync([0, 0, 0, 0, 42, 0, 0]);
        _stub.Asked.Count.ShouldBe(1, "the answer is remembered");

        _stub.Answer("schemas/ids/42", """{"schema":"\"bytes\""}""");
        _time.Now += TimeSpan.FromMinutes(2);

        Text(await DecodeAsync([0, 0, 0, 0, 42, 0])).ShouldBe("\"base64:\"");
    }

    [Theory]
    [InlineData(401, "", "refuses the user name or password (401)")]
    [InlineData(403, "", "does not let this user read schema 7 (403)")]
    [InlineData(500, "geheim", "answered 500 for schema 7")]
    [InlineData(302, "", "answered 302 for schema 7")]
    [InlineData(200, "<html>", "is the address that of its REST API?")]
    [InlineData(200, "{}", "answered for schema 7 without a schema")]
    [InlineData(200, """{"schema":"x","schemaType":"XML"}""", "schema 7 is of the type 'XML'")]
    [InlineData(200, """{"schema":"{"}""", "the schema is no JSON")]
    public async Task Get_RegistryThatFails_SaysWhatItDid(int status, string body, string problem)
    {
        _stub.Answer("schemas/ids/7", body, status);

        var decoded = await DecodeAsync([0, 0, 0, 0, 7, 0, 0]);

        decoded.Problem.ShouldNotBeNull().ShouldContain(problem);
        decoded.Problem.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task Get_RegistryIsDown_SaysSo()
    {
        _stub.Dispose();

        (await DecodeAsync([0, 0, 0, 0, 7, 0, 0])).Problem.ShouldBe($"the registry at {_stub.Url.Authority} cannot be reached: the connection was refused or timed out");
    }

    [Fact]
    public async Task Get_RegistryIsSilent_EndsAtTheTimeLimit()
    {
        _stub.Gate = new TaskCompletionSource().Task;
        using var client = new SchemaRegistryClient(new SchemaRegistryOptions(_stub.Url) { TimeLimit = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

        (await client.GetAsync(new SchemaPointer(1, null), CancellationToken.None)).Problem.ShouldBe($"the registry at {_stub.Url.Authority} did not answer for schema 1 within 0.2 s");
    }

    [Fact]
    public async Task Get_AnswerTooLarge_IsRefused()
    {
        _stub.Answer("schemas/ids/1", JsonSerializer.Serialize(new { schema = new string('x', 10_000) }));
        using var client = new SchemaRegistryClient(new SchemaRegistryOptions(_stub.Url) { MaxAnswerBytes = 5_000 }, _time);

        (await client.GetAsync(new SchemaPointer(1, null), CancellationToken.None)).Problem.ShouldNotBeNull().ShouldContain("larger than 5,000 bytes");
    }

    [Fact]
    public async Task Get_MoreSchemasThanAreKept_ForgetsTheOneNotUsedForLongest()
    {
        using var client = new SchemaRegistryClient(new SchemaRegistryOptions(_stub.Url) { MaxSchemas = 2 }, _time);
        foreach (var id in new[] { 1, 2, 3 })
        {
            _stub.Answer($"schemas/ids/{id}", """{"schema":"\"long\""}""");
            await client.GetAsync(new SchemaPointer(id, null), CancellationToken.None);
            client.TryGet(new SchemaPointer(1, null), out _);
        }

        client.TryGet(new SchemaPointer(1, null), out _).ShouldBeTrue();
        client.TryGet(new SchemaPointer(2, null), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Decode_ProtobufBySerializedDescriptors_IsRead()
    {
        var time = TimestampReflection.Descriptor.SerializedData.ToBase64();
        var file = new FileDescriptorProto
        {
            Name = "event.proto",
            Package = "shop",
            Syntax = "proto3",
            MessageType =
            {
                new DescriptorProto { Name = "Other" },
                new DescriptorProto
                {
                    Name = "Event",
                    Field =
                    {
                        new FieldDescriptorProto { Name = "name", Number = 1, Type = FieldDescriptorProto.Types.Type.String, Label = FieldDescriptorProto.Types.Label.Optional },
                        new FieldDescriptorProto { Name = "at", Number = 2, Type = FieldDescriptorProto.Types.Type.Message, TypeName = ".google.protobuf.Timestamp", Label = FieldDescriptorProto.Types.Label.Optional },
                    },
                },
            },
        };
        _stub.Answer("schemas/ids/5", """{"schemaType":"PROTOBUF","schema":"syntax...","references":[{"name":"google/protobuf/timestamp.proto","subject":"google/time","version":1}]}""");
        _stub.Answer("subjects/google%2Ftime/versions/1", """{"subject":"google/time","version":1,"id":4,"schemaType":"PROTOBUF","schema":"syntax..."}""");
        _stub.Answer("schemas/ids/4?format=serialized", JsonSerializer.Serialize(new { schema = time }));
        _stub.Answer("schemas/ids/5?format=serialized", JsonSerializer.Serialize(new { schema = Convert.ToBase64String(Google.Protobuf.MessageExtensions.ToByteArray(file)) }));

        // Index [1] (one number, 1, both in zigzag), then the message.
        var decoded = await DecodeAsync([0, 0, 0, 0, 5, 2, 2, 10, 2, (byte)'h', (byte)'i', 18, 2, 8, 60]);

        decoded.Problem.ShouldBeNull();
        Text(decoded).ShouldBe("""{"name":"hi","at":"1970-01-01T00:01:00Z"}""");
        decoded.Title.ShouldBe("Protobuf, schema 5 'shop.Event' (registry)");
    }

    [Fact]
    public async Task Decode_ProtobufWithoutDescriptors_IsATreeOfNumbersAndSaysWhy()
    {
        _stub.Answer("schemas/ids/5", """{"schemaType":"PROTOBUF","schema":"syntax..."}""");

        var decoded = await DecodeAsync([0, 0, 0, 0, 5, 0, 8, 7]);

        Text(decoded).ShouldBe("""{"1":7}""");
        decoded.Note.ShouldNotBeNull().ShouldStartWith("The registry gives no serialized descriptor.");
    }

    [Fact]
    public async Task Decode_JsonBehindASchemaNumber_IsItsJson()
    {
        _stub.Answer("schemas/ids/6", """{"schemaType":"JSON","schema":"{}"}""");

        Text(await DecodeAsync([0, 0, 0, 0, 6, .. "{\"a\":1}"u8])).ShouldBe("""{"a":1}""");
        (await DecodeAsync([0, 0, 0, 0, 6, .. "{\"a\":"u8])).Problem.ShouldNotBeNull().ShouldContain("no JSON");
    }

    private void AnswerOrder()
    {
        _stub.Answer("schemas/ids/12", JsonSerializer.Serialize(new { schema = Order, references = new[] { new { name = "shop.State", subject = "state", version = 1 } } }));
        _stub.Answer("schemas/ids/12/versions", """[{"subject":"orders-value","version":3}]""");
        _stub.Answer("subjects/state/versions/1", JsonSerializer.Serialize(new { subject = "state", version = 1, id = 11, schema = State }));
    }

    private async Task<DecodedPayload> DecodeAsync(byte[] bytes)
        => (await KafkaPayloads.DecoderFor(_client).DecodeAsync(Request(bytes), CancellationToken.None)).ShouldNotBeNull();

    private static PayloadRequest Request(byte[] bytes) => new(bytes, PayloadPart.Value, "orders");

    private static string Text(DecodedPayload decoded) => Encoding.UTF8.GetString(decoded.Text.Span);

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
