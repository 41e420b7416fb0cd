using Dashboard.Core.Filtering;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Core.Tests.Filtering;

public sealed class FilterPropertyTests
{
    private static readonly string[] Fragments =
    [
        "a", "ready", "header.x", "\"q\"", "'w", "(", ")", ",", "=", "!=", ">", ">=", "~", "^=", "$=", "and", "or", "not", "in", "like", "exists",
        "5k", "1h", "2026-11-21", "true", ".", "[", "]", "\\", "&&", "|", "!", " ", "\0", "\ud800", "%", "/s", "-", "99999999999", "a[0]", "text",
    ];

    private static readonly FakeRow Row = new(("a", FilterValue.Of(5)), ("ready", FilterValue.Of("x")), ("header.x", FilterValue.Unjudgeable));

    [Fact]
    public void Parse_AnyText_NeverThrowsAndErrorIsInside()
        => Prop.ForAll<string>(text => IsSound(text ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyTokens_NeverThrowsAndErrorIsInside()
        => Prop.ForAll(
            Gen.Elements(Fragments).ListOf().Select(parts => string.Join(' ', parts)).ToArbitrary(), IsSound)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Parse_AnyFragmentsWithoutSpaces_NeverThrowsAndErrorIsInside()
        => Prop.ForAll(Gen.Elements(Fragments).ListOf().Select(string.Concat).ToArbitrary(), IsSound)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Parse_WrittenFilter_GivesTheSameFilterAgain()
        => Prop.ForAll(Filters(4).ToArbitrary(), text =>
        {
            var first = FilterParser.Parse(text);
            first.Error.ShouldBeNull(text);
            var written = first.Filter!.ToString()!;
            var second = FilterParser.Parse(written);
            second.Error.ShouldBeNull(written);
            return second.Filter!.ToString() == written && second.Filter.Judge(Row) == first.Filter.Judge(Row);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Judge_Negation_FollowsKleene()
        => Prop.ForAll(Filters(3).ToArbitrary(), text =>
        {
            var plain = FilterParser.Parse(text).Filter!.Judge(Row);
            var negated = FilterParser.Parse($"not ({text})").Filter!.Judge(Row);
            return negated == plain switch
            {
                FilterVerdict.Yes => FilterVerdict.No,
                FilterVerdict.No => FilterVerdict.Yes,
                _ => FilterVerdict.Unjudgeable,
            };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Judge_DeMorgan_Holds()
        => Prop.ForAll(Filters(2).ToArbitrary(), Filters(2).ToArbitrary(), (left, right) =>
            FilterParser.Parse($"not (({left}) and ({right}))").Filter!.Judge(Row)
                == FilterParser.Parse($"not ({left}) or not ({right})").Filter!.Judge(Row))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static bool IsSound(string text)
    {
        var parse = FilterParser.Parse(text);
        parse.Filter?.Judge(Row);
        return (parse.Filter is null) == (parse.Error is not null) && parse.ErrorAt >= 0 && parse.ErrorAt <= text.Length;
    }

    private static Gen<string> Filters(int depth)
    {
        var path = Gen.Elements("a", "ready", "header.x", "header.\"x y\".z", "body.items[3].id");
        var value = Gen.Elements("5", "x", "\"a \\\" b\"", "'it'", "10k", "1h30m", "2026-11-21", "true", "\"\\n\\\\\"");
        var leaf = Gen.OneOf(
            from p in path from op in Gen.Elements("=", "!=", ">", ">=", "<", "<=", "~", "^=", "$=", " like ") from v in value select $"{p} {op} {v}",
            from p in path from v in value from w in value select $"{p} in ({v}, {w})",
            path.Select(p => $"exists {p}"),
            Gen.Elements("word", "\"two words\"", "orders-eu.failed"));
        if (depth == 0)
            return leaf;
        var inner = Filters(depth - 1);
        return Gen.OneOf(
            leaf,
            from l in inner from r in inner select $"({l}) and {r}",
            from l in inner from r in inner select $"{l} or ({r})",
            from l in inner from r in inner select $"({l}) ({r})",
            inner.Select(i => $"not ({i})"));
    }
}
