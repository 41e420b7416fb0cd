using Dashboard.Core.Filtering;

namespace Dashboard.Core.Tests.Filtering;

public sealed class FilterParserTests
{
    private static readonly FakeRow Row = new(
        ("name", FilterValue.Of("orders-eu.Failed")),
        ("ready", FilterValue.Of(10_000)),
        ("rate", FilterValue.Of(2.5)),
        ("size", FilterValue.Of(5d * 1024 * 1024)),
        ("age", FilterValue.Of(5400)),
        ("use", FilterValue.Of(0.85)),
        ("created", FilterValue.Of(DateTimeOffset.Parse("2026-11-21T07:00:00Z").ToUnixTimeSeconds())),
        ("durable", FilterValue.Of(true)),
        ("retries", FilterValue.Of("7")),
        ("sent_at", FilterValue.Of("2026-11-20T10:00:00Z")),
        ("unread", FilterValue.Unjudgeable),
        ("header.x y.z", FilterValue.Of("deep")),
        ("body.items.0.id", FilterValue.Of(42)),
        ("text", FilterValue.Of("orders-eu.Failed running")));

    [Theory]
    // Text: equality is exact, everything else is without case.
    [InlineData("name = orders-eu.Failed", FilterVerdict.Yes)]
    [InlineData("name = orders-eu.failed", FilterVerdict.No)]
    [InlineData("name != other", FilterVerdict.Yes)]
    [InlineData("name ~ EU.fail", FilterVerdict.Yes)]
    [InlineData("name ^= ORD", FilterVerdict.Yes)]
    [InlineData("name $= failed", FilterVerdict.Yes)]
    [InlineData("name $= 'ord'", FilterVerdict.No)]
    [InlineData("name like \"ord*FAIL??\"", FilterVerdict.Yes)]
    [InlineData("name like \"ord*FAIL?\"", FilterVerdict.No)]
    [InlineData("name like *eu*", FilterVerdict.Yes)]
    [InlineData("name not like x*", FilterVerdict.Yes)]
    [InlineData("name in (a, \"b c\", orders-eu.Failed)", FilterVerdict.Yes)]
    [InlineData("name not in (a, b)", FilterVerdict.Yes)]
    [InlineData("name > n", FilterVerdict.Yes)]
    // Numbers and units.
    [InlineData("ready = 10k", FilterVerdict.Yes)]
    [InlineData("ready >= 0.01M", FilterVerdict.Yes)]
    [InlineData("ready==10000", FilterVerdict.Yes)]
    [InlineData("ready>9999", FilterVerdict.Yes)]
    [InlineData("ready<10000", FilterVerdict.No)]
    [InlineData("ready = 1e4", FilterVerdict.Yes)]
    [InlineData("ready > -5", FilterVerdict.Yes)]
    [InlineData("ready = abc", FilterVerdict.No)]
    [InlineData("ready != abc", FilterVerdict.Yes)]
    [InlineData("ready > abc", FilterVerdict.No)]
    [InlineData("ready ^= 10", FilterVerdict.Yes)]
    [InlineData("ready in (1, 10k)", FilterVerdict.Yes)]
    [InlineData("size = 5MiB", FilterVerdict.Yes)]
    [InlineData("size > 5MB", FilterVerdict.Yes)]
    [InlineData("rate = 150/min", FilterVerdict.Yes)]
    [InlineData("rate > 2/s", FilterVerdict.Yes)]
    [InlineData("rate < 9k/h", FilterVerdict.No)]
    [InlineData("age = 1h30m", FilterVerdict.Yes)]
    [InlineData("age > 89m", FilterVerdict.Yes)]
    [InlineData("age < 1d", FilterVerdict.Yes)]
    [InlineData("rate > 2500ms", FilterVerdict.No)]
    [InlineData("use > 80%", FilterVerdict.Yes)]
    // Times.
    [InlineData("created = 2026-11-21T07:00Z", FilterVerdict.Yes)]
    [InlineData("created > 2026-11-21", FilterVerdict.Yes)]
    [InlineData("created < 2026-11-21T09:00:00+01:00", FilterVerdict.Yes)]
    [InlineData("created < 2026-11-21T08:00:00+01:00", FilterVerdict.No)]
    [InlineData("sent_at < 2026-11-21", FilterVerdict.Yes)]
    // Yes and no.
    [InlineData("durable = true", FilterVerdict.Yes)]
    [InlineData("durable = no", FilterVerdict.No)]
    [InlineData("durable = 1", FilterVerdict.Yes)]
    [InlineData("durable != false", FilterVerdict.Yes)]
    // Text that is a number compares as one with an unquoted number, as text with a quoted one.
    [InlineData("retries > 10", FilterVerdict.No)]
    [InlineData("retries > '10'", FilterVerdict.Yes)]
    [InlineData("retries = 7.0", FilterVerdict.Yes)]
    [InlineData("retries = '7.0'", FilterVerdict.No)]
    [InlineData("name > 5", FilterVerdict.No)]
    // What is not there.
    [InlineData("missing = 1", FilterVerdict.No)]
    [InlineData("missing != 1", FilterVerdict.Yes)]
    [InlineData("missing > 1", FilterVerdict.No)]
    [InlineData("exists missing", FilterVerdict.No)]
    [InlineData("exists name", FilterVerdict.Yes)]
    [InlineData("not exists missing", FilterVerdict.Yes)]
    // What cannot be known stays so, unless the other side decides.
    [InlineData("unread > 1", FilterVerdict.Unjudgeable)]
    [InlineData("not unread > 1", FilterVerdict.Unjudgeable)]
    [InlineData("exists unread", FilterVerdict.Unjudgeable)]
    [InlineData("unread > 1 and ready > 1", FilterVerdict.Unjudgeable)]
    [InlineData("unread > 1 and ready < 1", FilterVerdict.No)]
    [InlineData("unread > 1 or ready > 1", FilterVerdict.Yes)]
    [InlineData("unread > 1 or ready < 1", FilterVerdict.Unjudgeable)]
    [InlineData("unread in (1, 2)", FilterVerdict.Unjudgeable)]
    // Paths.
    [InlineData("header.\"x y\".z = deep", FilterVerdict.Yes)]
    [InlineData("body.items[0].id = 42", FilterVerdict.Yes)]
    [InlineData("BODY.items = 1", FilterVerdict.No)]
    // Logic: not before and before or; side by side is and.
    [InlineData("ready > 1 or ready < 1 and ready < 1", FilterVerdict.Yes)]
    [InlineData("(ready > 1 or ready < 1) and ready < 1", FilterVerdict.No)]
    [InlineData("not ready < 1 and ready > 1", FilterVerdict.Yes)]
    [InlineData("not (ready > 1 and durable = true)", FilterVerdict.No)]
    [InlineData("ready > 1 && durable = true || ready < 1", FilterVerdict.Yes)]
    [InlineData("!ready < 1", FilterVerdict.Yes)]
    [InlineData("ready > 1 durable = false", FilterVerdict.No)]
    // Shorthand: words are looked for in any text.
    [InlineData("orders running", FilterVerdict.Yes)]
    [InlineData("orders idle", FilterVerdict.No)]
    [InlineData("orders or idle", FilterVerdict.Yes)]
    [InlineData("orders-EU.failed", FilterVerdict.Yes)]
    [InlineData("\"failed RUN\"", FilterVerdict.Yes)]
    [InlineData("text ~ running", FilterVerdict.Yes)]
    [InlineData("not idle ready > 5", FilterVerdict.Yes)]
    [InlineData("orders in", FilterVerdict.Yes)]
    [InlineData("", FilterVerdict.Yes)]
    [InlineData("  \t ", FilterVerdict.Yes)]
    public void Judge_Filter_GivesTheVerdict(string text, FilterVerdict expected)
    {
        var parse = FilterParser.Parse(text);

        parse.Error.ShouldBeNull();
        parse.Filter!.Judge(Row).ShouldBe(expected);
        parse.Filter.Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("ready >", 7, "expected a value after '>', found the end")]
    [InlineData("ready > > 5", 8, "expected a value after '>', found '>'")]
    [InlineData("> 5", 0, "expected a name before '>'")]
    [InlineData("\"a\" = 5", 0, "expected a name before '='")]
    [InlineData("(ready > 5", 10, "expected ')' for the '(' at 1")]
    [InlineData("ready > 5)", 9, "closes nothing")]
    [InlineData("()", 1, "expected a condition")]
    [InlineData("ready > 5 and", 13, "expected a condition, found the end")]
    [InlineData("and ready > 5", 0, "expected a condition before 'and'")]
    [InlineData("a or or b", 5, "expected a condition before 'or'")]
    [InlineData("not", 3, "expected a condition")]
    [InlineData("exists", 6, "expected a name after 'exists'")]
    [InlineData("name in (a b)", 11, "expected ',' or ')'")]
    [InlineData("name in ()", 9, "expected a value after '('")]
    [InlineData("name in (a,", 11, "expected a value after ','")]
    [InlineData("name like", 9, "expected a value after 'like'")]
    [InlineData("name = \"abc", 7, "closing \" is missing")]
    [InlineData("name = \"a\\q\"", 10, "after '\\' only")]
    [InlineData("a..b = 1", 2, "a part of the path is missing")]
    [InlineData("a[x] = 1", 2, "expected a position")]
    [InlineData("a[1]x = 1", 4, "expected '.' or '['")]
    [InlineData("a, b", 1, "expected 'and', 'or' or the end")]
    public void Parse_Mistake_SaysWhatAndWhere(string text, int at, string words)
    {
        var parse = FilterParser.Parse(text);

        parse.Filter.ShouldBeNull();
        parse.Error.ShouldNotBeNull().ShouldContain(words);
        parse.ErrorAt.ShouldBe(at);
    }

    [Fact]
    public void Parse_KnownRoots_RefusesOthersAndSuggests()
    {
        string[] columns = ["ready", "name", "rate"];

        FilterParser.Parse("READY > 5 and some word", columns).Error.ShouldBeNull();
        var near = FilterParser.Parse("name = x and redy > 5", columns);
        near.Error.ShouldBe("there is no 'redy' here; did you mean 'ready'?");
        near.ErrorAt.ShouldBe(13);
        FilterParser.Parse("messages_ready > 5", columns).Error.ShouldNotBeNull().ShouldEndWith("did you mean 'ready'?");
        FilterParser.Parse("exists consumers", columns).Error.ShouldBe("there is no 'consumers' here; there are name, rate, ready");
    }

    [Fact]
    public void Parse_Roots_TellsWhatIsAskedFor()
        => FilterParser.Parse("Body.a = 1 or word and not header.x in (1)").Filter!.Roots.ShouldBe(["body", "header", "text"], ignoreOrder: true);

    [Fact]
    public void Parse_CanonicalText_ResolvesShorthand()
        => FilterParser.Parse("orders 'x' !(a>1 || b=2)").Filter!.ToString().ShouldBe("text ~ \"orders\" and text ~ \"x\" and not (a > 1 or b = 2)");
}
