using System.IO.Compression;
using System.Text;
using Dashboard.Core.Decoding.Compression;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Tests.Decoding;

public sealed class BodyDecoderTests
{
    [Fact]
    public void Decode_GzipDeclared_ShowsDecodedAndKeepsRaw()
    {
        var raw = Gzip("""{"order": 1}"""u8.ToArray());

        var body = BodyDecoder.Decode(raw, raw.Length, "application/json", "gzip");

        Encoding.UTF8.GetString(body.Text.Span).ShouldBe("""{"order": 1}""");
        body.Raw.ToArray().ShouldBe(raw);
        body.Steps.ShouldBe([new DecodingStep("gzip", raw.Length, 12, true)]);
        body.Suggested.ShouldBe(BodyForm.Json);
        body.Problem.ShouldBeNull();
    }

    [Fact]
    public void Decode_GzipUndeclared_IsRecognisedByItsFirstBytes()
    {
        var raw = Gzip("plain words"u8.ToArray());

        var body = BodyDecoder.Decode(raw, raw.Length);

        body.Steps.Single().IsDeclared.ShouldBeFalse();
        body.Suggested.ShouldBe(BodyForm.Text);
    }

    [Fact]
    public void Decode_ZipBomb_StopsAtTheBoundAndSaysSo()
    {
        var bomb = Gzip(new byte[64 * 1024 * 1024]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var body = BodyDecoder.Decode(bomb, bomb.Length, limits: new DecodingLimits(MaxExpandedBytes: 1024 * 1024));

        body.Content.Length.ShouldBe(1024 * 1024);
        body.IsContentTruncated.ShouldBeTrue();
        body.Problem.ShouldNotBeNull().ShouldContain("more than 1,048,576 bytes");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 * 1024 * 1024);
    }

    [Fact]
    public void Decode_BombInABomb_UndoesAtMostThreeLayers()
    {
        var raw = "deep"u8.ToArray();
        for (var i = 0; i < 6; i++)
            raw = Gzip(raw);

        BodyDecoder.Decode(raw, raw.Length).Steps.Count.ShouldBe(3);
    }

    [Fact]
    public void Decode_ExactlyAtTheBound_IsWhole()
    {
        var raw = Gzip(new byte[1000]);

        var body = BodyDecoder.Decode(raw, raw.Length, limits: new DecodingLimits(MaxExpandedBytes: 1000));

        body.IsContentTruncated.ShouldBeFalse();
        body.Problem.ShouldBeNull();
    }

    [Fact]
    public void Decode_DeclaredGzipThatIsNone_ShowsTheBytesAndTheProblem()
    {
        var body = BodyDecoder.Decode("no gzip at all"u8.ToArray(), 14, null, "gzip");

        body.Content.ToArray().ShouldBe("no gzip at all"u8.ToArray());
        body.Problem.ShouldNotBeNull();
        body.IsDecoded.ShouldBeFalse();
    }

    [Fact]
    public void Decode_GzipCutByTheReader_ExpandsWhatIsThere()
    {
        var whole = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n"))));
        var part = whole[..(whole.Length / 2)];

        var body = BodyDecoder.Decode(part, whole.Length, null, "gzip");

        Encoding.UTF8.GetString(body.Text.Span).ShouldStartWith("line 0\nline 1\n");
        body.IsContentTruncated.ShouldBeTrue();
        body.Problem.ShouldNotBeNull().ShouldContain("were read");
    }

    [Theory]
    [InlineData("deflate", true)]
    [InlineData("deflate", false)]
    [InlineData("br", false)]
    public void Decode_OtherEncodings_AreUndone(string encoding, bool zlib)
    {
        using var stream = new MemoryStream();
        using (Stream packing = encoding == "br" ? new BrotliStream(stream, CompressionLevel.Fastest, true)
            : zlib ? new ZLibStream(stream, CompressionLevel.Fastest, true) : new DeflateStream(stream, CompressionLevel.Fastest, true))
            packing.Write("words to pack"u8);
        var raw = stream.ToArray();

        var body = BodyDecoder.Decode(raw, raw.Length, null, encoding);

        Encoding.UTF8.GetString(body.Text.Span).ShouldBe("words to pack");
    }

    [Fact]
    public void Decode_CharsetInContentEncoding_IsNoEncoding()
    {
        var body = BodyDecoder.Decode("[[1], {}, {}]"u8.ToArray(), 13, "application/json", "utf-8");

        body.Problem.ShouldBeNull();
        body.IsDecoded.ShouldBeFalse();
        body.Suggested.ShouldBe(BodyForm.Json);
    }

    [Fact]
    public void Decode_InvalidUtf8_TellsTheFirstBadByte()
    {
        var body = BodyDecoder.Decode(new byte[] { (byte)'a', 0xC3, 0xA9, 0xFF, (byte)'b' }, 5);

        body.InvalidAt.ShouldBe(3);
        body.Suggested.ShouldBe(BodyForm.Hex);
    }

    [Fact]
    public void Decode_CutInTheMiddleOfACharacter_IsStillText()
    {
        var part = "caf\u00e9"u8[..4].ToArray();

        BodyDecoder.Decode(part, 5).InvalidAt.ShouldBeNull();
        BodyDecoder.Decode(part, 4).InvalidAt.ShouldBe(3);
    }

    [Fact]
    public void Decode_Latin1Charset_IsTranscoded()
    {
        var body = BodyDecoder.Decode(new byte[] { (byte)'c', (byte)'a', (byte)'f', 0xE9 }, 4, "text/plain; charset=ISO-8859-1");

        Encoding.UTF8.GetString(body.Text.Span).ShouldBe("café");
        body.InvalidAt.ShouldBeNull();
    }

    [Fact]
    public void Decode_AnyBytes_NeverThrows()
    {
        var random = new Random(4711);
        foreach (var encoding in new[] { null, "gzip", "deflate", "br", "gzip, br" })
        {
            for (var i = 0; i < 200; i++)
            {
                var bytes = new byte[random.Next(0, 300)];
                random.NextBytes(bytes);
                if (i % 3 == 0 && bytes.Length > 3)
                    (bytes[0], bytes[1], bytes[2]) = (0x1F, 0x8B, 8);
                var body = BodyDecoder.Decode(bytes, bytes.Length, "application/json", encoding);
                body.Raw.Length.ShouldBe(bytes.Length);
                _ = JsonTree.Read(body.Text, false, DecodingLimits.Default, out _);
            }
        }
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var packing = new GZipStream(stream, CompressionLevel.Fastest, true))
            packing.Write(bytes);
        return stream.ToArray();
    }
}
