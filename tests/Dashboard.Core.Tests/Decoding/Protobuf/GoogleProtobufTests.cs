using System.Text;
using System.Text.Json;
using Dashboard.Core.Decoding.Protobuf;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using WireType = Google.Protobuf.WireFormat.WireType;

namespace Dashboard.Core.Tests.Decoding.Protobuf;

/// <summary>Messages and descriptors that Google.Protobuf wrote are read as Google.Protobuf shows them.</summary>
public sealed class GoogleProtobufTests
{
    // A .proto file that uses every scalar type, lists both packed and not, a map, a oneof, an enum, a time and a message inside.
    private static readonly FileDescriptorProto File = new()
    {
        Name = "all.proto",
        Package = "shop",
        Syntax = "proto3",
        MessageType =
        {
            new DescriptorProto { Name = "First" },
            new DescriptorProto
            {
                Name = "All",
                Field =
                {
                    Scalar("d", 1, FieldDescriptorProto.Types.Type.Double), Scalar("f", 2, FieldDescriptorProto.Types.Type.Float),
                    Scalar("i64", 3, FieldDescriptorProto.Types.Type.Int64), Scalar("u64", 4, FieldDescriptorProto.Types.Type.Uint64),
                    Scalar("i32", 5, FieldDescriptorProto.Types.Type.Int32), Scalar("x64", 6, FieldDescriptorProto.Types.Type.Fixed64),
                    Scalar("x32", 7, FieldDescriptorProto.Types.Type.Fixed32), Scalar("b", 8, FieldDescriptorProto.Types.Type.Bool),
                    Scalar("s", 9, FieldDescriptorProto.Types.Type.String), Scalar("by", 12, FieldDescriptorProto.Types.Type.Bytes),
                    Scalar("u32", 13, FieldDescriptorProto.Types.Type.Uint32), Scalar("sx32", 15, FieldDescriptorProto.Types.Type.Sfixed32),
                    Scalar("sx64", 16, FieldDescriptorProto.Types.Type.Sfixed64), Scalar("z32", 17, FieldDescriptorProto.Types.Type.Sint32),
                    Scalar("z64", 18, FieldDescriptorProto.Types.Type.Sint64),
                    Named("color", 19, FieldDescriptorProto.Types.Type.Enum, ".shop.All.Color"),
                    Named("at", 20, FieldDescriptorProto.Types.Type.Message, ".google.protobuf.Timestamp"),
                    Named("took", 21, FieldDescriptorProto.Types.Type.Message, ".google.protobuf.Duration"),
                    Named("self", 22, FieldDescriptorProto.Types.Type.Message, ".shop.All"),
                    Repeated(Scalar("packed", 23, FieldDescriptorProto.Types.Type.Sint32)), Repeated(Scalar("loose", 24, FieldDescriptorProto.Types.Type.Fixed32)),
                    Repeated(Named("counts", 25, FieldDescriptorProto.Types.Type.Message, ".shop.All.CountsEntry")),
                    OneOf(Scalar("email", 26, FieldDescriptorProto.Types.Type.String)), OneOf(Scalar("phone", 27, FieldDescriptorProto.Types.Type.Int64)),
                },
                OneofDecl = { new OneofDescriptorProto { Name = "contact" } },
                NestedType =
                {
                    new DescriptorProto
                    {
                        Name = "CountsEntry",
                        Options = new MessageOptions { MapEntry = true },
                        Field = { Scalar("key", 1, FieldDescriptorProto.Types.Type.String), Scalar("value", 2, FieldDescriptorProto.Types.Type.Int32) },
                    },
                },
                EnumType = { new EnumDescriptorProto { Name = "Color", Value = { Color("RED", 0), Color("BLUE", 5) } } },
            },
        },
    };

    [Fact]
    public void Read_EveryType_IsRead()
    {
        var bytes = Written(output =>
        {
            Tag(output, 1, WireType.Fixed64).WriteDouble(double.NegativeInfinity);
            Tag(output, 2, WireType.Fixed32).WriteFloat(0.1f);
            Tag(output, 3, WireType.Varint).WriteInt64(long.MinValue);
            Tag(output, 4, WireType.Varint).WriteUInt64(ulong.MaxValue);
            Tag(output, 5, WireType.Varint).WriteInt32(-7);
            Tag(output, 6, WireType.Fixed64).WriteFixed64(6);
            Tag(output, 7, WireType.Fixed32).WriteFixed32(uint.MaxValue);
            Tag(output, 8, WireType.Varint).WriteBool(true);
            Tag(output, 9, WireType.LengthDelimited).WriteString("ü<b>");
            Tag(output, 12, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(255, 0));
            Tag(output, 13, WireType.Varint).WriteUInt32(uint.MaxValue);
            Tag(output, 15, WireType.Fixed32).WriteSFixed32(-15);
            Tag(output, 16, WireType.Fixed64).WriteSFixed64(-16);
            Tag(output, 17, WireType.Varint).WriteSInt32(int.MinValue);
            Tag(output, 18, WireType.Varint).WriteSInt64(long.MinValue);
            Tag(output, 19, WireType.Varint).WriteEnum(5);
            Tag(output, 20, WireType.LengthDelimited).WriteMessage(new Timestamp { Seconds = 1_700_000_000, Nanos = 120_000_000 });
            Tag(output, 21, WireType.LengthDelimited).WriteMessage(new Duration { Seconds = -1, Nanos = -5_000 });
            Tag(output, 22, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(40, 1));
            Tag(output, 22, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(64, 1));
            Tag(output, 23, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(1, 2, 3));
            Tag(output, 23, WireType.Varint).WriteSInt32(9);
            Tag(output, 24, WireType.Fixed32).WriteFixed32(1);
            Tag(output, 24, WireType.Fixed32).WriteFixed32(2);
            Tag(output, 25, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom([10, 1, (byte)'a', 16, 3]));
            Tag(output, 25, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom([10, 1, (byte)'b']));
            Tag(output, 26, WireType.LengthDelimited).WriteString("lost");
            Tag(output, 27, WireType.Varint).WriteInt64(0);
            Tag(output, 99, WireType.Varint).WriteInt32(1);
        });

        using var read = JsonDocument.Parse(Read(bytes, "shop.All"));
        var root = read.RootElement;
        root.EnumerateObject().Where(member => member.Name != "self").ToDictionary(member => member.Name, member => member.Value.GetRawText()).ShouldBe(new Dictionary<string, string>
        {
            ["d"] = "\"-Infinity\"",
            ["f"] = "0.1",
            ["i64"] = "-9223372036854775808",
            ["u64"] = "18446744073709551615",
            ["i32"] = "-7",
            ["x64"] = "6",
            ["x32"] = "4294967295",
            ["b"] = "true",
            ["s"] = "\"ü<b>\"",
            ["by"] = "\"base64:/wA=\"",
            ["u32"] = "4294967295",
            ["sx32"] = "-15",
            ["sx64"] = "-16",
            ["z32"] = "-2147483648",
            ["z64"] = "-9223372036854775808",
            ["color"] = "\"BLUE\"",
            ["at"] = "\"2023-11-14T22:13:20.120Z\"",
            ["took"] = "\"-1.000005s\"",
            ["packed"] = "[-1,1,-2,9]",
            ["loose"] = "[1,2]",
            ["counts"] = "{\"a\":3,\"b\":0}",
            ["phone"] = "0",
            ["99"] = "1",
        });
        var self = root.GetProperty("self");
        (self.GetProperty("i32").GetInt32(), self.GetProperty("b").GetBoolean(), self.GetProperty("s").GetString(), self.GetProperty("color").GetString()).ShouldBe((1, true, "", "RED"));
        self.TryGetProperty("at", out _).ShouldBeFalse("a message that is not there is not there");
    }

    /// <summary>Google's own descriptors are messages of proto2 with a deep tree; its Type messages are of proto3.</summary>
    [Fact]
    public void Read_GooglesOwnMessages_AreWhatItsFormatterShows()
    {
        var shown = new JsonFormatter(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));
        IMessage[] messages =
        [
            File,
            FileDescriptorProto.Descriptor.File.ToProto(),
            Struct.Descriptor.File.ToProto(),
            new Google.Protobuf.WellKnownTypes.Type
            {
                Name = "t",
                Syntax = Google.Protobuf.WellKnownTypes.Syntax.Proto3,
                Oneofs = { "a", "b" },
                SourceContext = new SourceContext { FileName = "x.proto" },
                Fields = { new Field { Kind = Field.Types.Kind.TypeBytes, Number = -3, Packed = true }, new Field { Name = "f" } },
            },
        ];
        foreach (var message in messages)
        {
            var files = Dependencies(message.Descriptor.File).Select(file => (ReadOnlyMemory<byte>)file.SerializedData.ToByteArray());
            var descriptors = ProtoDescriptors.Read(files);

            using var expected = JsonDocument.Parse(shown.Format(message));
            using var read = JsonDocument.Parse(ProtoJson.Read(descriptors, descriptors.Message(message.Descriptor.FullName)!, message.ToByteArray()));

            JsonSame.Difference(expected.RootElement, read.RootElement).ShouldBeNull(message.Descriptor.FullName);
        }
    }

    [Fact]
    public void At_MessageIndex_LeadsToNestedMessages()
    {
        var descriptors = ProtoDescriptors.ReadSet(new FileDescriptorSet { File = { File } }.ToByteArray());

        descriptors.At([1]).Name.ShouldBe("shop.All");
        descriptors.At([1, 0]).Name.ShouldBe("shop.All.CountsEntry");
        Should.Throw<Core.Decoding.PayloadException>(() => descriptors.At([2])).Message.ShouldBe("the message index [2] leads to no message of the schema");
    }

    [Fact]
    public void Raw_WithoutASchema_IsATreeOfNumbers()
    {
        var inner = Written(output =>
        {
            Tag(output, 1, WireType.Varint).WriteInt32(150);
            Tag(output, 2, WireType.LengthDelimited).WriteString("text");
        });
        var bytes = Written(output =>
        {
            Tag(output, 1, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(inner));
            Tag(output, 2, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(0xFF, 0xFE));
            Tag(output, 3, WireType.Fixed32).WriteFloat(1.5f);
            Tag(output, 1, WireType.LengthDelimited).WriteString("Zürich");
        });

        Encoding.UTF8.GetString(RawProtobuf.Read(bytes).Span)
            .ShouldBe("""{"1":[{"1":150,"2":"text"},"Zürich"],"2":"base64://4=","3":{"fixed32":1069547520,"float":1.5}}""");
    }

    [Fact]
    public void Read_DamagedBytes_GiveAResultOrAnError()
    {
        var random = new Random(3);
        var bytes = File.ToByteArray();
        var descriptors = ProtoDescriptors.Read([FileDescriptorProto.Descriptor.File.SerializedData.ToByteArray()]);
        var type = descriptors.Message("google.protobuf.FileDescriptorProto")!;
        var refused = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = Decoding.Damaged(bytes, random);
            refused += Decoding.Refused(() => ProtoJson.Read(descriptors, type, damaged), mustName: false);
            refused += Decoding.Refused(() => RawProtobuf.Read(damaged), mustName: false);
            refused += Decoding.Refused(() => ProtoDescriptors.Read([damaged]), mustName: false);
        }

        refused.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Raw_DeepMessage_DoesNotGoDeeperThanItsBound()
    {
        byte[] deep = [8, 1];
        for (var i = 0; i < 2_000; i++)
            deep = Written(output => Tag(output, 1, WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(deep)));

        Encoding.UTF8.GetString(RawProtobuf.Read(deep).Span).ShouldContain("base64:");
    }

    private static IEnumerable<FileDescriptor> Dependencies(FileDescriptor file) => file.Dependencies.SelectMany(Dependencies).Append(file);

    private static ReadOnlyMemory<byte> Read(byte[] bytes, string type)
    {
        var descriptors = ProtoDescriptors.Read([File.ToByteArray()]);
        return ProtoJson.Read(descriptors, descriptors.Message(type)!, bytes);
    }

    private static byte[] Written(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
            write(output);
        return stream.ToArray();
    }

    private static CodedOutputStream Tag(CodedOutputStream output, int number, WireType type)
    {
        output.WriteTag(number, type);
        return output;
    }

    private static FieldDescriptorProto Scalar(string name, int number, FieldDescriptorProto.Types.Type type)
        => new() { Name = name, Number = number, Type = type, Label = FieldDescriptorProto.Types.Label.Optional };

    private static FieldDescriptorProto Named(string name, int number, FieldDescriptorProto.Types.Type type, string typeName)
    {
        var field = Scalar(name, number, type);
        field.TypeName = typeName;
        return field;
    }

    private static FieldDescriptorProto Repeated(FieldDescriptorProto field)
    {
        field.Label = FieldDescriptorProto.Types.Label.Repeated;
        return field;
    }

    private static FieldDescriptorProto OneOf(FieldDescriptorProto field)
    {
        field.OneofIndex = 0;
        return field;
    }

    private static EnumValueDescriptorProto Color(string name, int number) => new() { Name = name, Number = number };
}
