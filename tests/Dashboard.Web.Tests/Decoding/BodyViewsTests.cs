using System.Text;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Tests.Decoding;

public sealed class BodyViewsTests
{
    [Fact]
    public void HexLine_FullLine_HasOffsetSixteenBytesAndAscii()
    {
        var bytes = Encoding.ASCII.GetBytes("0123456789abcdefXY\u0001");

        HexDump.LineCount(bytes.Length).ShouldBe(2);
        HexDump.Line(bytes, 0).ShouldBe(new HexLine("00000000", "30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66", "0123456789abcdef"));
        HexDump.Line(bytes, 1, 0x10000).ShouldBe(new HexLine("00010010", "58 59 01", "XY."));
    }

    [Fact]
    public void Windows_OfALargeText_JoinToTheWholeWithoutCuttingACharacter()
    {
        var whole = string.Concat(Enumerable.Range(0, 5000).Select(i => i % 7 == 0 ? "😀" : "ä"));
        var utf8 = Encoding.UTF8.GetBytes(whole);
        var joined = new StringBuilder();

        for (var window = BodyWindow.At(0, utf8.Length, 100); ; window = window.Next(100))
        {
            joined.Append(window.Text(utf8));
            if (!window.HasNext)
                break;
        }

        joined.ToString().ShouldBe(whole);
    }

    [Fact]
    public void At_OffsetBeyondTheEnd_IsTheLastWindow() => BodyWindow.At(1_000, 250, 100).ShouldBe(new BodyWindow(200, 50, 250));

    [Fact]
    public void Show_HiddenCharacters_BecomeVisible()
        => VisibleText.Show("a\u0000b\u202Ec\n\u200Bd").ShouldBe("a␀b‹U+202E›c\n‹U+200B›d");

    [Fact]
    public void Line_CutBeforeASurrogatePair_LeavesNoHalf() => VisibleText.Line("ab😀cd", 3).ShouldBe("ab…");
}
