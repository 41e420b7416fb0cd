using System.Text;
using Dashboard.Core.Decoding;
using Dashboard.Core.Decoding.Avro;

namespace Dashboard.Core.Tests.Decoding.Avro;

public sealed class AvroJsonTests
{
    private const string Order = """
        {"type":"record","name":"Order","namespace":"shop","fields":[
          {"name":"id","type":"long"},
          {"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[{"name":"sku","type":"string"}]}}}]}
        """;

    [Fact]
    public void Read_Record_IsJson() => Read(Order, "54 02 06 61 62 63 00").ShouldBe("""{"id":42,"lines":[{"sku":"abc"}]}""");

    [Fact]
    public void Read_BlockWithItsSize_IsReadLikeAnyOther()
        // -2 items in 4 bytes, then 1 item.
        => Read("""{"type":"array","items":"string"}""", "03 08 02 61 02 62 02 02 63 00").ShouldBe("""["a","b","c"]""");

    [Theory]
    [InlineData("\"long\"", "FE FF FF FF FF FF FF FF FF 01", "9223372036854775807")]
    [InlineData("\"long\"", "FF FF FF FF FF FF FF FF FF 01", "-9223372036854775808")]
    [InlineData("\"bytes\"", "04 FF 00", "\"base64:/wA=\"")]
    [InlineData("\"float\"", "00 00 C0 7F", "\"NaN\"")]
    [InlineData("\"double\"", "00 00 00 00 00 00 F0 FF", "\"-Infinity\"")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}""", "04 FB 2E", "-12.34")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":6,"scale":4}""", "02 05", "0.0005")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":6,"scale":99999999}""", "02 05", "\"base64:BQ==\"")]
    [InlineData("""{"type":"fixed","name":"D","size":12,"logicalType":"duration"}""", "01 00 00 00 02 00 00 00 AC 0D 00 00", "\"P1M2DT3.500S\"")]
    [InlineData("""{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}""", "00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF", "\"00112233-4455-6677-8899-aabbccddeeff\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-nanos"}""", "01", "\"1969-12-31T23:59:59.999999999Z\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "FE FF FF FF FF FF FF FF FF 01", "9223372036854775807")]
    [InlineData("""{"type":"int","logicalType":"no-such-type"}""", "02", "1")]
    [InlineData("string", "02 61", "\"a\"")]
    public void Read_SpecialValues_ReadAsPeopleWriteThem(string schema, string bytes, string json) => Read(schema, bytes).ShouldBe(json);

    [Fact]
    public void Read_BytesAreLeft_SaysHowMany()
        => Refusal(Order, "54 00 01 02").ShouldBe("the value is over and 2 bytes are left: it was written with another schema (byte 2)");

    [Fact]
    public void Read_StringReachesBeyondTheEnd_NamesTheField()
        => Refusal(Order, "54 04 02 61 C8 01 62").ShouldBe("the length 100 reaches beyond the end, 1 bytes are left (byte 4, field lines[1].sku)");

    [Fact]
    public void Read_ALieAboutTheNumberOfItems_EndsAtTheLastByte()
        => Refusal("""{"type":"array","items":"long"}""", "FE FF FF FF FF FF FF FF FF 01 02 04").ShouldContain("the bytes end before the value does");

    [Fact]
    public void Read_CountlessItemsWithoutBytes_EndAtTheBoundOfTheText()
        => Refusal("""{"type":"array","items":"null"}""", "FE FF FF FF FF FF FF FF FF 01").ShouldContain("would be larger than");

    [Fact]
    public void Read_RecordInsideItself_EndsAtTheBoundOfTheDepth()
        => Refusal("""{"type":"record","name":"R","fields":[{"name":"r","type":"R"}]}""", "00").ShouldContain("nested deeper than 64");

    [Fact]
    public void Read_WideRecordsWithoutBytes_EndAtTheBoundOfTheText()
    {
        var schema = "\"null\"";
        for (var i = 0; i < 30; i++)
            schema = $$"""{"type":"record","name":"R{{i}}","fields":[{"name":"a","type":{{schema}}},{"name":"b","type":"R{{i - 1}}"}]}""".Replace("\"R-1\"", "\"null\"", StringComparison.Ordinal);

        Refusal(schema, "00").ShouldContain("would be larger than");
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("{}", "without a type")]
    [InlineData("\"shop.Unknown\"", "uses the type shop.Unknown, which it does not define")]
    [InlineData("""{"type":"record","name":"A"}""", "lacks a usable 'fields'")]
    [InlineData("""{"type":"fixed","name":"A","size":-1}""", "without a usable size")]
    [InlineData("""[{"type":"fixed","name":"A","size":1},{"type":"fixed","name":"A","size":1}]""", "defines A twice")]
    [InlineData("7", "a Number where a type has to stand")]
    public void Parse_NoSchema_SaysWhy(string schema, string why)
        => Should.Throw<PayloadException>(() => AvroSchema.Parse(schema)).Message.ShouldContain(why);

    [Fact]
    public void Parse_WithReferences_KnowsTheirTypes()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"A","namespace":"x","fields":[{"name":"b","type":"B"}]}""", ["""{"type":"enum","name":"B","namespace":"x","symbols":["ONE","TWO"]}"""]);

        Text(AvroJson.Read(schema, [2])).ShouldBe("""{"b":"TWO"}""");
    }

    [Fact]
    public void ReadFile_SnappyBlock_IsReadAndItsChecksumHeldAgainstIt()
    {
        // A literal of three bytes, the values 1, 2 and 3, and the CRC-32 of what comes out (from Python's zlib).
        byte[] block = [3, 2 << 2, 2, 4, 6, 0x71, 0xCA, 0x6D, 0x4D];
        byte[] Sized(string text) => [(byte)(text.Length * 2), .. Encoding.ASCII.GetBytes(text)];
        byte[] sync = [.. Enumerable.Repeat((byte)9, 16)];
        byte[] file = [.. "Obj"u8, 1, 4, .. Sized("avro.schema"), .. Sized("\"long\""), .. Sized("avro.codec"), .. Sized("snappy"), 0, .. sync, 6, (byte)(block.Length * 2), .. block, .. sync];

        Text(AvroFile.Read(file).Json).ShouldBe("[1,2,3]");
        file[^17]++;
        Should.Throw<PayloadException>(() => AvroFile.Read(file)).Message.ShouldContain("checksum of a snappy block is wrong");
    }

    private static string Read(string schema, string hex) => Text(AvroJson.Read(AvroSchema.Parse(schema), Bytes(hex)));

    private static string Refusal(string schema, string hex)
        => Should.Throw<PayloadException>(() => AvroJson.Read(AvroSchema.Parse(schema), Bytes(hex))).Message;

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
