using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(99_999, "99,999")]
    [InlineData(100_000, "100k")]
    [InlineData(123_456, "123k")]
    [InlineData(999_600, "1.0M")]
    [InlineData(1_234_567, "1.2M")]
    [InlineData(12_345_678, "12M")]
    [InlineData(-150_000, "-150k")]
    [InlineData(double.NaN, "–")]
    public void Count_AnyValue_IsExactToFiveDigitsThenShort(double value, string expected) => Figures.Count(value).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.01, "<0.1")]
    [InlineData(0.2, "0.2")]
    [InlineData(9.94, "9.9")]
    [InlineData(9.96, "10")]
    [InlineData(1240, "1,240")]
    [InlineData(double.NaN, "–")]
    public void Rate_AnyValue_NeverShowsAFlowAsZero(double value, string expected) => Figures.Rate(value).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1_048_576 * 1.5, "1.5 MiB")]
    [InlineData(1_048_576 * 1023.9, "1.0 GiB")]
    public void Bytes_AnySize_UsesBinaryUnits(double value, string expected) => Figures.Bytes(value).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.24, "240 ms")]
    [InlineData(192, "3m 12s")]
    [InlineData(180, "3m")]
    [InlineData(7500, "2h 5m")]
    [InlineData(273_600, "3d 4h")]
    [InlineData(-5, "-5s")]
    public void Duration_Seconds_HasTwoUnitsAtMost(double value, string expected) => Figures.Duration(value).ShouldBe(expected);

    [Theory]
    [InlineData(0.004, "0.4%")]
    [InlineData(0.87, "87%")]
    [InlineData(1, "100%")]
    public void Percent_Ratio_IsWritten(double value, string expected) => Figures.Percent(value).ShouldBe(expected);

    [Fact]
    public void WriteExact_ShortenedCount_HasAllDigits()
    {
        Figures.WriteExact(ColumnType.Integer, 1_234_567).ShouldBe("1,234,567");
        Figures.WriteExact(ColumnType.Integer, 12).ShouldBeNull();
        Figures.WriteExact(ColumnType.Bytes, double.NaN).ShouldBeNull();
    }

    [Theory]
    [InlineData(1, "queue", "1 queue")]
    [InlineData(2, "policy", "2 policies")]
    [InlineData(3, "key", "3 keys")]
    [InlineData(0, "match", "0 matches")]
    public void Plural_Counted_FollowsTheNoun(double count, string singular, string expected) => Figures.Plural(count, singular).ShouldBe(expected);
}
