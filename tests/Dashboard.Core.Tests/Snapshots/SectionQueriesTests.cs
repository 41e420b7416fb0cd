using Dashboard.Core.Snapshots;
using Dashboard.Core.Snapshots.Querying;

namespace Dashboard.Core.Tests.Snapshots;

public sealed class SectionQueriesTests
{
    private readonly SectionQueries _queries = new();

    private readonly SectionTable _table = A.QueueTable(
        ("orders-10", 5, 1.0), ("Orders-2", null, 2.0), ("billing", 5, 3.0), ("audit", 0, 4.0), ("orders-9", 70, 5.0));

    [Theory]
    [InlineData("", "orders-10,Orders-2,billing,audit,orders-9")]
    [InlineData("name", "audit,billing,Orders-2,orders-9,orders-10")]
    [InlineData("-name", "orders-10,orders-9,Orders-2,billing,audit")]
    [InlineData("ready", "audit,billing,orders-10,orders-9,Orders-2")]
    [InlineData("-ready", "orders-9,billing,orders-10,audit,Orders-2")]
    [InlineData("-ready,-rate", "orders-9,billing,orders-10,audit,Orders-2")]
    [InlineData("-ready,rate", "orders-9,orders-10,billing,audit,Orders-2")]
    [InlineData("state,-name", "orders-10,orders-9,Orders-2,billing,audit")]
    [InlineData("nonsense", "orders-10,Orders-2,billing,audit,orders-9")]
    public void Run_Sorts_MissingLastTiesByKeyNumbersInNamesByValue(string sorts, string expected)
        => Names(_queries.Run(_table, new GridQuery(Sorts: sorts))).ShouldBe(expected);

    [Theory]
    [InlineData("ORDERS", "orders-10,Orders-2,orders-9")]
    [InlineData("orders 1", "orders-10")]
    [InlineData("run bill", "billing")]
    [InlineData("nothing", "")]
    public void Run_Search_FindsAllWordsInAnyTextWithoutCase(string search, string expected)
        => Names(_queries.Run(_table, new GridQuery(search))).ShouldBe(expected);

    [Fact]
    public void Run_Filter_CountsWhatCannotBeJudged()
    {
        var view = _queries.Run(_table, new GridQuery(Filter: "ready >= 5 and rate < 4", Sorts: "name"));

        Names(view).ShouldBe("billing,orders-10");
        view.Unjudgeable.ShouldBe(1);
        view.PartialColumns.ShouldBe(new Dictionary<string, int> { ["ready"] = 4 });
        view.FilterError.ShouldBeNull();
    }

    [Fact]
    public void Run_BadFilter_IsToldAndIgnored()
    {
        var view = _queries.Run(_table, new GridQuery(Filter: "redy > 5"));

        view.Rows.Length.ShouldBe(5);
        view.FilterError.ShouldNotBeNull().ShouldContain("did you mean 'ready'");
        view.FilterErrorAt.ShouldBe(0);
    }

    [Fact]
    public void Run_Totals_AreOfTheRowsShownAndOnlyWhereAllAreKnown()
    {
        var all = _queries.Run(_table, new GridQuery());
        all.Totals["rate"].ShouldBe(15);
        all.Totals.Keys.ShouldNotContain("ready");
        all.Totals.Keys.ShouldNotContain("memory");

        _queries.Run(_table, new GridQuery(Filter: "exists ready")).Totals["ready"].ShouldBe(80);
    }

    [Fact]
    public void Run_SortByPartialOrUnknownColumn_IsTold()
    {
        var view = _queries.Run(_table, new GridQuery(Sorts: "memory,nonsense,policy"));

        view.PartialColumns.ShouldBe(new Dictionary<string, int> { ["memory"] = 0, ["nonsense"] = 0 }, ignoreOrder: true);
    }

    [Fact]
    public void Run_ColumnNotTold_CannotBeJudged()
    {
        var builder = new SectionTableBuilder(A.Queues, 1).Row(A.Key("q")).Set("name", "q").Unavailable("rate", "rates are off");
        var view = _queries.Run(builder.Build(DateTimeOffset.UnixEpoch), new GridQuery(Filter: "rate = 0"));

        view.Rows.ShouldBeEmpty();
        view.Unjudgeable.ShouldBe(1);
        view.PartialColumns["rate"].ShouldBe(0);
    }

    [Fact]
    public void Run_FlagsTimesAndAbsentText_AreFilteredInTheirOwnTerms()
    {
        var builder = new SectionTableBuilder(A.Queues, 2)
            .Row(A.Key("a")).Set("name", "a").Set("durable", true).Set("idle_since", DateTimeOffset.Parse("2026-11-21T01:00:00Z")).Set("policy", "ha")
            .Row(A.Key("b")).Set("name", "b").Set("durable", false).Set("idle_since", DateTimeOffset.Parse("2026-11-21T03:00:00Z"));
        var table = builder.Build(DateTimeOffset.UnixEpoch);

        Names(_queries.Run(table, new GridQuery(Filter: "durable = true"))).ShouldBe("a");
        Names(_queries.Run(table, new GridQuery(Filter: "idle_since > 2026-11-21T02:00Z"))).ShouldBe("b");
        Names(_queries.Run(table, new GridQuery(Filter: "not exists policy"))).ShouldBe("b");
        Names(_queries.Run(table, new GridQuery(Filter: "policy != ha"))).ShouldBe("b");
    }

    [Fact]
    public void Run_SameQuestion_SharesOneAnswer()
    {
        var first = _queries.Run(_table, new GridQuery("orders", "ready > 1", "-name"));

        _queries.Run(_table, new GridQuery(" orders ", "ready > 1", "-name")).ShouldBeSameAs(first);
        _queries.Run(_table, default).Rows.Length.ShouldBe(5);
    }

    [Fact]
    public void Run_EmptyTable_GivesNoRows()
        => _queries.Run(A.QueueTable(), new GridQuery("x", "ready > 1", "-ready,name")).Rows.ShouldBeEmpty();

    [Fact]
    public void Run_ManyRows_OrdersAsAPlainSortDoes()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 5_000)
            .Select(i => ($"q{i:D5}", random.Next(5) == 0 ? (long?)null : random.Next(20), (double?)random.Next(3))).ToArray();
        var table = A.QueueTable([.. rows.OrderBy(_ => random.Next())]);

        var view = _queries.Run(table, new GridQuery(Sorts: "-ready,rate"));

        var expected = rows.OrderBy(r => r.Item2 is null).ThenByDescending(r => r.Item2).ThenBy(r => r.Item3)
            .ThenBy(r => r.Item1, StringComparer.Ordinal).Select(r => r.Item1);
        Names(view).ShouldBe(string.Join(',', expected));
    }

    [Theory]
    [InlineData("q2", "q10", true)]
    [InlineData("q10", "q2", false)]
    [InlineData("Q2", "q2b", true)]
    [InlineData("1", "a", true)]
    [InlineData("v1.9", "v1.10", true)]
    [InlineData("a", "a1", true)]
    [InlineData("q007", "q8", true)]
    public void NaturalKey_OfTwoNames_SortsDigitsByValue(string left, string right, bool isBefore)
        => (string.CompareOrdinal(TextRanks.NaturalKey(left), TextRanks.NaturalKey(right)) < 0).ShouldBe(isBefore);

    private static string Names(SectionView view) => string.Join(',', view.Rows.Select(row => view.Table["name"].TextAt(row)));
}
