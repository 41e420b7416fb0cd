using Dashboard.Core.Filtering;
using Dashboard.Tests.Shared;

namespace Dashboard.Core.Tests.Filtering;

public sealed class FilterDocumentTests
{
    [Fact]
    public void Document_Examples_AllParse()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "filter.md"));
        var examples = lines.SkipWhile(l => l != "```").Skip(1).TakeWhile(l => l != "```").Select(l => l.Split("   ")[0]).ToList();

        examples.Count.ShouldBeGreaterThan(3);
        foreach (var example in examples)
            FilterParser.Parse(example).Error.ShouldBeNull(example);
    }

    [Fact]
    public void Document_Limits_AreThoseOfTheParser()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "filter.md"));

        text.ShouldContain($"{FilterParser.MaxLength:N0} characters");
        text.ShouldContain($"{FilterParser.MaxDepth} levels");
        text.ShouldContain($"{FilterParser.MaxConditions} comparisons");
    }

    [Fact]
    public void Judge_PlainComparisons_AllocateNothing()
    {
        var row = new FakeRow(("a", FilterValue.Of(5)), ("b", FilterValue.Of("text")));
        var filter = FilterParser.Parse("a > 3 and (b = other or b ~ EX) and not a in (7, 8) and exists b").Filter!;
        filter.Judge(new CheapRow()).ShouldBe(FilterVerdict.Yes);
        filter.Judge(row).ShouldBe(FilterVerdict.Yes);
        var cheap = new CheapRow();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            filter.Judge(cheap);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    private sealed class CheapRow : IFilterRow
    {
        public FilterValue Resolve(FieldPath path) => path.Root == "a" ? FilterValue.Of(5) : FilterValue.Of("text");
    }
}
