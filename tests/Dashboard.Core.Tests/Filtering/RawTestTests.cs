using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Filtering;
using Dashboard.Core.Model;
using Dashboard.Core.Tests.Snapshots;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Core.Tests.Filtering;

/// <summary>The quick test of bytes is held to the full judgement: it never says no to what the filter says yes to.</summary>
public sealed class RawTestTests
{
    private static readonly string[] Words = ["a", "b", "eu", "EU", "tiny", "42", "4200", "1", "0", "true", "Infinity", "zoë", "a/b", "a\\b", "q\"q", "x y", "☃🐇", "42.0", "-42", "10k", "id", "e", "\uFFFD", "K", "\u212A", "\u017F", "ı"];
    private static readonly string[] Numbers = ["42", "42.0", "4.2e1", "420e-1", "41.99999999999999999999", "42.00000000000000000001", "-42", "0", "1", "1e999", "10000", "1E4", "9999.99999999999999999", "0.42e2", "4200"];

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("body.region = eu", true, false)]
    [InlineData("body.region = eu and body.n > 3", true, false)]
    [InlineData("body.region = eu or header.x = 1", false, false)]
    [InlineData("not body.region = eu", false, false)]
    [InlineData("body.region != eu", false, false)]
    [InlineData("exists body.region", true, false)]
    [InlineData("body ~ eu", true, false)]
    [InlineData("eu", true, false)]
    [InlineData("body.n = 42", true, false)]
    [InlineData("body.region in (eu, us)", true, false)]
    [InlineData("header.x = eu", false, false)]
    [InlineData("", false, false)]
    public void RawTest_OfFilter_IsThereWhereSomethingIsNeeded(string filter, bool isThere, bool letsPass)
    {
        var test = FilterParser.Parse(filter, MessageFilterRow.Roots).Filter.ShouldNotBeNull().RawTest;
        (test is not null).ShouldBe(isThere);
        test?.Invoke(new RawMessage(default, "{\"nothing\":\"of it\"}"u8, false)).ShouldBe(letsPass);
    }

    [Theory]
    [InlineData("body.region = eu", "{\"region\":\"\\u0065u\"}")]
    [InlineData("body.region = eu", "no json")]
    [InlineData("body.region = eu", "{\"region\":\"us\"")]
    [InlineData("body.n = 42", "{\"n\":4.2e1}")]
    [InlineData("body.n = 42", "{\"n\":41.99999999999999999999}")]
    public void RawTest_WhatOnlyParsingCanTell_IsLetThrough(string filter, string body)
        => Test(filter, body).ShouldBeTrue();

    [Fact]
    public void RawTest_AnyFilterOnAnyJson_NeverExcludesAMatch()
        => Prop.ForAll(Filters(3).ToArbitrary(), Json(3).ToArbitrary(), (filter, body) =>
        {
            if (FilterParser.Parse(filter, MessageFilterRow.Roots).Filter is not { } parsed)
                return true;
            var verdict = parsed.Judge(new MessageFilterRow(Message(body), _time));
            return verdict != FilterVerdict.Yes || Test(filter, body);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void RawTest_AnyFilterOnCompressedJson_NeverExcludesAMatch()
        => Prop.ForAll(Filters(2).ToArbitrary(), Json(2).ToArbitrary(), (filter, body) =>
        {
            if (FilterParser.Parse(filter, MessageFilterRow.Roots).Filter is not { } parsed)
                return true;
            var bytes = Gzip(body);
            var verdict = parsed.Judge(new MessageFilterRow(Message(body) with { Body = bytes, BodySize = bytes.Length }, _time));
            return verdict != FilterVerdict.Yes || parsed.RawTest?.Invoke(new RawMessage(default, bytes, false)) != false;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("0000000c0102")]
    [InlineData("28b52ffd0458350100")]
    [InlineData("ff060000734e61507059")]
    [InlineData("82534e415050590000000001")]
    [InlineData("4f626a010200000000000000000000000000000000000000")]
    public void RawTest_BytesThatHideTheirText_AreLetThrough(string hex)
    {
        foreach (var filter in (string[])["body.region = eu", "body ~ eu", "body = eu", "eu", "body.n in (42, 43)"])
            FilterParser.Parse(filter, MessageFilterRow.Roots).Filter!.RawTest!.Invoke(new RawMessage(default, Convert.FromHexString(hex), false)).ShouldBeTrue(filter);
    }

    [Fact]
    public void RawTest_KeyThatADecoderMayRead_IsLetThrough()
    {
        var test = FilterParser.Parse("42", MessageFilterRow.Roots).Filter!.RawTest!;
        test(new RawMessage([0, 0, 0, 42], "{}"u8, false)).ShouldBeTrue();
        test(new RawMessage("k-7"u8, "{}"u8, false)).ShouldBeFalse();
    }

    [Fact]
    public void RawTest_TextsThatDifferInCaseOnly_AreFound()
    {
        // Letters that fold to ASCII ones would hide a match from a search of bytes.
        for (var c = '\u0080'; c < '\uFFFF'; c++)
        {
            if (char.IsSurrogate(c))
                continue;
            for (var ascii = 'A'; ascii <= 'Z'; ascii++)
                c.ToString().Contains(ascii, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"U+{(int)c:X4}");
            char.ToUpperInvariant(c).ShouldBeGreaterThan('\u007f');
        }
    }

    private static bool Test(string filter, string body)
        => FilterParser.Parse(filter, MessageFilterRow.Roots).Filter!.RawTest?.Invoke(new RawMessage(default, Encoding.UTF8.GetBytes(body), false)) ?? true;

    private static byte[] Gzip(string text)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }

    private static MessageEnvelope Message(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new MessageEnvelope
        {
            Source = new DestinationRef(new ConnectionId("k"), "topic", "", "t"),
            Position = 0,
            Partition = 0,
            Identity = new MessageIdentity("0-0", new string('0', 64)),
            Body = bytes,
            BodySize = bytes.Length,
        };
    }

    private static Gen<string> Filters(int depth)
    {
        var path = Gen.Elements("body", "body.a", "body.b", "body.a.b", "body.a[0]", "body.\"a/b\"", "body.tiny", "body.\"zoë\"");
        var value = Gen.OneOf(Gen.Elements(Words).Select(FilterQuoting.Quote), Gen.Elements("42", "eu", "true", "yes", "10k", "1", "-42", "EU", "Infinity", "2026-11-21"));
        var leaf = Gen.OneOf(
            from p in path from op in Gen.Elements("=", "!=", "~", "^=", "$=", "like", ">", "<=") from v in value select $"{p} {op} {v}",
            from p in path from v in value from w in value select $"{p} in ({v}, {w})",
            from p in path select $"exists {p}",
            from v in Gen.Elements("eu", "42", "*eu*", "q") from p in path select $"{p} like \"*{v}?*\"",
            from v in Gen.Elements(Words) select FilterQuoting.Quote(v));
        if (depth == 0)
            return leaf;
        return Gen.OneOf(
            leaf,
            from l in Filters(depth - 1) from r in Filters(depth - 1) from op in Gen.Elements("and", "or") select $"({l} {op} {r})",
            from l in Filters(depth - 1) select $"not ({l})");
    }

    private static Gen<string> Json(int depth)
    {
        var text = Gen.OneOf(
            Gen.Elements(Words).Select(word => JsonSerializer.Serialize(word)),
            Gen.Elements(Words).Select(word => $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""),
            Gen.Elements(Words).Select(Escaped),
            Gen.Elements(Numbers).Select(number => $"\"{number}\""));
        var leaf = Gen.OneOf(text, Gen.Elements(Numbers), Gen.Elements("true", "false", "null"));
        var name = Gen.OneOf(Gen.Elements("\"a\"", "\"b\"", "\"a/b\"", "\"a\\/b\"", "\"tiny\"", "\"zoë\""), Gen.Elements("a", "b", "zoë").Select(Escaped));
        if (depth == 0)
            return leaf;
        return Gen.OneOf(
            leaf,
            from n in name from v in Json(depth - 1) from m in name from w in Json(depth - 1) select $" {{{n}:{v} , {m}:{w}}}\n",
            from v in Json(depth - 1) from w in Json(depth - 1) select $"[{v},{w}]");
    }

    private static string Escaped(string word)
        => $"\"{string.Concat(word.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")))}\"";
}
