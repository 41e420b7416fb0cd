using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Publishing;

namespace Dashboard.Core.Tests.Publishing;

public sealed class VariableTextTests
{
    private static readonly PublishVariables Values = new("seed", new DateTimeOffset(2026, 11, 21, 2, 14, 7, 89, TimeSpan.Zero))
    {
        Values = new Dictionary<string, string> { ["orderId"] = "A-1", ["quote"] = "say \"hi\"\n\\o/", ["n"] = "12" },
    };

    [Theory]
    [InlineData("no variable", "no variable")]
    [InlineData("{{orderId}}", "A-1")]
    [InlineData("<{{ orderId }}>", "<A-1>")]
    [InlineData("{{counter}}/{{counter 100}}", "3/102")]
    [InlineData("{{now}}", "2026-11-21T02:14:07.089Z")]
    [InlineData("{{now unix}} {{now ms}}", "1795227247 1795227247089")]
    [InlineData("\\{{orderId}}", "{{orderId}}")]
    [InlineData("{ {orderId} }", "{ {orderId} }")]
    [InlineData("{{random 7 7}}", "7")]
    public void Expand_Text_HasTheValues(string text, string expected) => Expand(text, 3).ShouldBe(expected);

    [Theory]
    [InlineData("{{")]
    [InlineData("{{orderId}")]
    [InlineData("{{}}")]
    [InlineData("{{random}}")]
    [InlineData("{{random 5 1}}")]
    [InlineData("{{random 1 9223372036854775807}}")]
    [InlineData("{{counter x}}")]
    [InlineData("{{uuid 4}}")]
    [InlineData("{{now local}}")]
    [InlineData("{{order id}}")]
    [InlineData("{{1st}}")]
    [InlineData("{{a.b()}}")]
    public void Parse_WhatIsNotInTheGrammar_IsSaid(string text)
    {
        VariableText.Parse(text, out var problem).ShouldBeNull();
        problem.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Expand_EachCopyAndEachPlace_HasItsOwnUuidAndTheSameOneWhenAskedAgain()
    {
        var all = Enumerable.Range(1, 200).SelectMany(i => Expand("{{uuid}} {{uuid}}", i).Split(' ')).ToList();

        all.Distinct().Count().ShouldBe(400);
        all.ShouldAllBe(text => Guid.Parse(text).Version == 4);
        Expand("{{uuid}} {{uuid}}", 7).ShouldBe(string.Join(' ', all[12], all[13]));
    }

    [Fact]
    public void Expand_Random_StaysWithinAndReachesBothEnds()
    {
        var all = Enumerable.Range(1, 500).Select(i => long.Parse(Expand("{{random -2 2}}", i), CultureInfo.InvariantCulture)).ToList();

        all.Distinct().Order().ShouldBe([-2, -1, 0, 1, 2]);
    }

    [Theory]
    [InlineData("""{"a": "{{quote}}"}""", "say \"hi\"\n\\o/")]
    [InlineData("""{"a": {{quote}}}""", "say \"hi\"\n\\o/")]
    [InlineData("""{"a": "x \" {{orderId}}"}""", "x \" A-1")]
    public void Expand_InJson_StaysJson(string text, string expected)
    {
        using var json = JsonDocument.Parse(Expand(text, 1, isJson: true));
        json.RootElement.GetProperty("a").GetString().ShouldBe(expected);
    }

    [Fact]
    public void Expand_NumberInJson_StaysANumber()
    {
        using var json = JsonDocument.Parse(Expand("""{"a": {{n}}, "b": {{counter}}, "c": "{{n}}"}""", 4, isJson: true));

        json.RootElement.GetProperty("a").GetInt32().ShouldBe(12);
        json.RootElement.GetProperty("b").GetInt32().ShouldBe(4);
        json.RootElement.GetProperty("c").GetString().ShouldBe("12");
    }

    [Fact]
    public void Expand_Message_FillsRoutingKeyPropertiesAndHeaders()
    {
        var message = new OutgoingMessage
        {
            Address = new PublishAddress(new DestinationRef(new ConnectionId("c"), "exchange", "/", "x"), "orders.{{n}}"),
            Body = Encoding.UTF8.GetBytes("{{orderId}}"),
            Properties = [new("message_id", new TextValue("m-{{counter}}"))],
            Headers = [new("x", new TextValue("{{orderId}}")), new("n", new IntegerValue(1))],
        };

        Values.FindMistake(message).ShouldBeNull();
        var second = Values.Expand(message, 2);

        second.Address.RoutingKey.ShouldBe("orders.12");
        Encoding.UTF8.GetString(second.Body.Span).ShouldBe("A-1");
        second.Properties.Single().Value.ShouldBe(new TextValue("m-2"));
        second.Headers.Select(h => h.Value).ShouldBe([new TextValue("A-1"), new IntegerValue(1)]);
        PublishVariables.PromptsOf(message).ShouldBe(["n", "orderId"]);
        (Values with { Values = new Dictionary<string, string>() }).FindMistake(message).ShouldNotBeNull().ShouldContain("{{n}} has no value");
    }

    private static string Expand(string text, long sequence, bool isJson = false)
    {
        var parsed = VariableText.Parse(text, out var problem);
        problem.ShouldBeNull();
        return parsed!.Expand(Values, sequence, "body", isJson);
    }
}
