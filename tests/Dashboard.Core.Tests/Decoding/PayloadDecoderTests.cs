using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Decoding;
using Dashboard.Core.Decoding.Schemas;
using Dashboard.Core.Model;

namespace Dashboard.Core.Tests.Decoding;

public sealed class PayloadDecoderTests
{
    private static readonly PayloadDecoder WithoutRegistry = new([new RegistryFormat(null), .. PayloadDecoder.NeutralFormats]);

    [Fact]
    public void Neutral_JsonAndText_AreLeftAsTheyAre()
    {
        Decode(PayloadDecoder.Neutral, """{"a":1}"""u8.ToArray()).ShouldBeNull();
        Decode(PayloadDecoder.Neutral, "plain"u8.ToArray(), PayloadPart.Key).ShouldBeNull();
        Decode(PayloadDecoder.Neutral, []).ShouldBeNull();
    }

    [Theory]
    [InlineData("integer", "000000000000002a", "42")]
    [InlineData("integer", "fffe", "-2")]
    [InlineData("integer", "80", "-128")]
    [InlineData("integer-le", "2a00000000000000", "42")]
    [InlineData("integer-le", "00000080", "-2147483648")]
    [InlineData("uuid", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff")]
    public void Chosen_Number_IsRead(string decoder, string hex, string text)
        => Encoding.UTF8.GetString(Decode(PayloadDecoder.Neutral, Convert.FromHexString(hex), decoder: decoder)!.Text.Span).ShouldBe(text);

    [Fact]
    public void Key_OfEightBytesThatAreNoText_IsANumber()
    {
        Decode(WithoutRegistry, Convert.FromHexString("000000000000002a"), PayloadPart.Key)!.DecoderId.ShouldBe("integer");
        Decode(WithoutRegistry, Convert.FromHexString("000000000000002a")).ShouldBeNull("a value of eight bytes may be anything");
        Decode(WithoutRegistry, "customer"u8.ToArray(), PayloadPart.Key).ShouldBeNull("it is a text");
    }

    [Fact]
    public void Chosen_DecoderThatDoesNotFit_SaysWhy()
        => Decode(PayloadDecoder.Neutral, [1, 2, 3], decoder: "integer")!.Problem.ShouldBe("an integer has 1, 2, 4 or 8 bytes, not 3");

    [Fact]
    public void Plain_DecodesNothingEvenWhereSomethingIsRecognised()
        => Decode(WithoutRegistry, [0, 0, 0, 0, 12, 2], decoder: PayloadDecoderChoice.PlainId).ShouldBeNull();

    [Fact]
    public void WirePrefix_WithoutARegistry_NamesTheSchema()
        => Decode(WithoutRegistry, [0, 0, 0, 0, 12, 2])!.Problem.ShouldBe("it seems to be written with schema 12 of a schema registry, and this connection has no registry");

    [Fact]
    public void Header_NamesASchemaByItsGuid()
    {
        var guid = Guid.NewGuid();
        var header = new MessageField("__value_schema_id", new BytesValue((byte[])[1, .. guid.ToByteArray(bigEndian: true), 2, 0]));
        var request = new PayloadRequest(new byte[] { 2 }, PayloadPart.Value, "orders") { Headers = [header] };

        SchemaPrefix.TryRead(request, out var prefix).ShouldBeTrue();
        prefix.Pointer.ShouldBe(new SchemaPointer(null, guid));
        (prefix.Offset, prefix.HeaderRest.Length).ShouldBe((0, 2));
        SchemaPrefix.TryRead(request with { Part = PayloadPart.Key }, out _).ShouldBeFalse("the header is the value's");
    }

    [Fact]
    public void Decode_RandomBytesWithEveryDecoder_NeverThrows()
    {
        var random = new Random(5);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 4_000; i++)
        {
            var bytes = new byte[random.Next(0, 60)];
            random.NextBytes(bytes);
            if (bytes.Length > 5 && i % 2 == 0)
                bytes.AsSpan(0, 4).Clear();
            foreach (var decoder in WithoutRegistry.Decoders.Select(choice => (string?)choice.Id).Append(null))
            {
                foreach (var part in Enum.GetValues<PayloadPart>())
                {
                    if (Decode(WithoutRegistry, bytes, part, decoder) is { } decoded)
                        (read, refused) = decoded.IsRead ? (read + 1, refused) : (read, refused + 1);
                }
            }
        }

        (read > 1_000 && refused > 1_000).ShouldBeTrue($"{read} read, {refused} refused");
    }

    private static DecodedPayload? Decode(IPayloadDecoder with, byte[] bytes, PayloadPart part = PayloadPart.Value, string? decoder = null)
    {
        with.TryDecode(new PayloadRequest(bytes, part, "orders") { DecoderId = decoder }, out var decoded).ShouldBeTrue();
        return decoded;
    }
}
