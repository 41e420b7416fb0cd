using System.Diagnostics;
using Dashboard.Core.Filtering;
using Dashboard.Core.Filtering.Syntax;

namespace Dashboard.Core.Tests.Filtering;

public sealed class HostileFilterTests
{
    /// <summary>Far above what the worst case takes on a busy machine, far below what an exponential one would.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    [InlineData("!", "")]
    public void Parse_NestedDeeply_IsRefused(string open, string close)
    {
        var depth = 4000 / (open.Length + close.Length);
        var parse = FilterParser.Parse(string.Concat(Enumerable.Repeat(open, depth)) + "a" + string.Concat(Enumerable.Repeat(close, depth)));

        parse.Error.ShouldNotBeNull().ShouldContain("nested deeper than 32");
    }

    [Fact]
    public void Parse_NestedAsDeepAsAllowed_Works()
        => FilterParser.Parse(new string('(', 32) + "a" + new string(')', 32)).Error.ShouldBeNull();

    [Fact]
    public void Parse_GroupsSideBySide_AreNotDeep()
        => FilterParser.Parse(string.Join(" or ", Enumerable.Repeat("not (a = 1)", 100))).Error.ShouldBeNull();

    [Fact]
    public void Parse_Megabyte_IsRefused()
        => FilterParser.Parse(new string('a', 1_000_000)).Error.ShouldNotBeNull().ShouldContain("at most 4096 characters");

    [Fact]
    public void Parse_ManyConditions_IsRefused()
        => FilterParser.Parse($"a in ({string.Join(',', Enumerable.Range(0, 500))})").Error.ShouldNotBeNull().ShouldContain("more than 200 conditions");

    [Fact]
    public void Parse_LongPattern_IsRefused()
        => FilterParser.Parse($"a like {new string('*', 300)}").Error.ShouldNotBeNull().ShouldContain("at most 256");

    [Fact]
    public void Judge_CatastrophicGlob_EndsSoon()
    {
        var row = new FakeRow(("a", FilterValue.Of(new string('a', 1_000_000))));
        var filter = FilterParser.Parse($"a like \"{string.Concat(Enumerable.Repeat("*a", 100))}{new string('a', 50)}b\"").Filter!;

        var watch = Stopwatch.StartNew();
        var verdict = filter.Judge(row);

        watch.Elapsed.ShouldBeLessThan(Soon);
        verdict.ShouldBe(FilterVerdict.Unjudgeable);
    }

    [Fact]
    public void Judge_CatastrophicContains_EndsSoon()
    {
        var row = new FakeRow(("a", FilterValue.Of(new string('a', 4_000_000))));
        var filter = FilterParser.Parse($"a ~ \"{new string('a', 2000)}b\"").Filter!;

        var watch = Stopwatch.StartNew();
        var verdict = filter.Judge(row);

        watch.Elapsed.ShouldBeLessThan(Soon);
        verdict.ShouldBe(FilterVerdict.No);
    }

    [Fact]
    public void Judge_ManyConditionsOverMuchText_StopsAtItsBudget()
    {
        var row = new FakeRow(("a", FilterValue.Of(new string('x', 1_000_000))));
        var filter = FilterParser.Parse(string.Join(" or ", Enumerable.Range(0, 150).Select(i => $"a ~ y{i}"))).Filter!;

        var watch = Stopwatch.StartNew();
        var verdict = filter.Judge(row);

        watch.Elapsed.ShouldBeLessThan(Soon);
        verdict.ShouldBe(FilterVerdict.Unjudgeable);
    }

    [Theory]
    [InlineData("abcabd", "xxabcabcabdyy", true)]
    [InlineData("AAB", "aaaab", true)]
    [InlineData("aab", "aaaaa", false)]
    [InlineData("ß", "xß", true)]
    [InlineData("abab", "abaabab", true)]
    public void Scan_LinearSearch_FindsWhatContainsFinds(string pattern, string text, bool expected)
    {
        new TextPattern(pattern).Scan(text).ShouldBe(expected);
        text.Contains(pattern, StringComparison.OrdinalIgnoreCase).ShouldBe(expected);
    }
}
