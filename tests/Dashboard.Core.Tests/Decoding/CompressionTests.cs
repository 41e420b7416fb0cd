using System.Text;
using Dashboard.Core.Decoding;
using Dashboard.Core.Decoding.Compression;

namespace Dashboard.Core.Tests.Decoding;

/// <summary>The compressed texts were written by snappy-java 1.1.10 (as it comes with Kafka 4.3.1) and by zstd 1.5.4.</summary>
public sealed class CompressionTests
{
    private const string Plain = """{"order":1,"lines":["abcabcabcabcabcabcabc","abcabcabcabcabcabcabc","abcabcabcabcabc"]}""";
    private const string Bare = "575c7b226f72646572223a312c226c696e6573223a5b2261626346030004222c9e180008225d7d";
    private const string Java = "82534e4150505900000000010000000100000027" + Bare;
    private const string Framed = "ff060000734e61507059002b000040c4c145" + Bare;
    private const string Zstd = "28b52ffd0458350100e87b226f72646572223a312c226c696e6573223a5b22616263222c225d7d02007796183d3706e416f026";

    [Theory]
    [InlineData(Bare)]
    [InlineData(Java)]
    [InlineData(Framed)]
    public void Snappy_WrittenByTheJavaLibrary_IsExpanded(string hex)
        => Encoding.UTF8.GetString(SnappyBlock.Expand(Convert.FromHexString(hex), 1000)).ShouldBe(Plain);

    [Theory]
    [InlineData(Bare)]
    [InlineData(Java)]
    [InlineData(Framed)]
    public void Snappy_MoreThanTheBound_IsRefused(string hex)
        => Should.Throw<PayloadException>(() => SnappyBlock.Expand(Convert.FromHexString(hex), 80)).Message.ShouldContain("more than 80 bytes");

    [Fact]
    public void Snappy_ALengthThatLies_AllocatesNothing()
        => Should.Throw<PayloadException>(() => SnappyBlock.Expand([0xFF, 0xFF, 0xFF, 0x7F, 0], int.MaxValue)).Message.ShouldContain("not valid");

    [Fact]
    public void Zstd_WrittenByItsTool_IsExpanded()
    {
        ZstdLibrary.IsAvailable.ShouldBeTrue("libzstd1 is part of Debian's and Ubuntu's base systems");
        Encoding.UTF8.GetString(ZstdLibrary.Expand(Convert.FromHexString(Zstd), 1000).Span).ShouldBe(Plain);
        Should.Throw<PayloadException>(() => ZstdLibrary.Expand(Convert.FromHexString(Zstd), 80)).Message.ShouldContain("more than 80 bytes");
        Should.Throw<PayloadException>(() => ZstdLibrary.Expand(Convert.FromHexString(Zstd[..40]), 1000)).Message.ShouldContain("ends too early");
    }

    [Fact]
    public void Expand_DamagedBytes_GiveAResultOrAnError()
    {
        var random = new Random(11);
        var refused = 0;
        foreach (var hex in new[] { Bare, Java, Framed, Zstd })
        {
            for (var i = 0; i < 3_000; i++)
            {
                var bytes = Decoding.Damaged(Convert.FromHexString(hex), random);
                refused += Decoding.Refused(() => _ = hex == Zstd ? ZstdLibrary.Expand(bytes, 100_000) : SnappyBlock.Expand(bytes, 100_000), mustName: false);
            }
        }

        refused.ShouldBeGreaterThan(1_000);
    }
}
