using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Routing;

namespace Dashboard.Brokers.Tests.RabbitMq.Topology;

/// <summary>What the real broker of the tests cannot show: types that it lacks, and answers that tell less than the broker knows.</summary>
public sealed class RouteWalkTests
{
    [Fact]
    public void Walk_TypeOfAPlugin_IsUnknownAndWhatLiesBehindIsPossible()
    {
        var walk = Walk(
            new RoutedMessage("k", new Dictionary<string, object?>()),
            ("hash", "x-consistent-hash", "alt", [Queue("a", "1"), Queue("b", "1"), Exchange("fan")]),
            ("fan", "fanout", null, [Queue("c", "")]),
            ("alt", "fanout", null, [Queue("d", "")]));

        walk.Queues.ShouldBeEmpty();
        walk.PossibleQueues.ShouldBe(["a", "b", "c", "d"], ignoreOrder: true);
        walk.Unknown.ShouldNotBeNull().ShouldContain("x-consistent-hash");
        walk.Visits.Single(v => v.Name == "hash").TakesAlternate.ShouldBeNull();
    }

    [Fact]
    public void Walk_CertainAndPossibleWayToOneQueue_IsCertain()
    {
        var walk = Walk(
            new RoutedMessage("k", new Dictionary<string, object?>()),
            ("start", "fanout", null, [Exchange("random"), Queue("a", "")]),
            ("random", "x-random", null, [Queue("a", ""), Queue("b", "")]));
        walk.Queues.ShouldBe(["a"]);
        walk.PossibleQueues.ShouldBe(["b"]);
    }

    [Fact]
    public void Message_CopyHeaderThatIsNoList_IsRefused()
        => new RoutedMessage("k", new Dictionary<string, object?> { ["CC"] = "q" }).Refusal.ShouldNotBeNull().ShouldContain("CC");

    [Theory]
    [InlineData("""{"x-match":"all","v":null}""", true)]
    [InlineData("""{"x-match":"all","v":"undefined"}""", true)]
    [InlineData("""{"x-match":"all","gone":null}""", false)]
    [InlineData("""{"x-match":"any"}""", false)]
    [InlineData("""{"x-match":"all"}""", true)]
    [InlineData("""{"x-match":"nonsense","v":5,"gone":1}""", false)]
    [InlineData("""{"v":5}""", true)]
    [InlineData("""{"v":5.0}""", true)]
    [InlineData("""{"v":"5"}""", false)]
    [InlineData("""{"x-match":"all","x-a":1}""", true)]
    [InlineData("""{"x-match":"all-with-x","x-a":1}""", false)]
    [InlineData("""{"x-match":"any-with-x","x-b":"y"}""", true)]
    [InlineData("""{"x-match":"any","x-b":"y"}""", false)]
    [InlineData("""{"l":[1]}""", null)]
    [InlineData("""{"x-match":"all","l":[1],"v":6}""", false)]
    [InlineData("""{"x-match":"any","l":[1],"v":5}""", true)]
    [InlineData("""{"d":2.125}""", null)]
    [InlineData("""{"d":1.25}""", false)]
    [InlineData("[]", true)]
    public void Headers_Argument_IsComparedAsTheBrokerDoes(string arguments, bool? expected)
    {
        var headers = new Dictionary<string, object?> { ["v"] = 5L, ["x-b"] = "y"u8.ToArray(), ["l"] = new List<object?> { 1 }, ["d"] = 1.25m };
        HeadersMatch.Of(JsonElement.Parse(arguments), headers).Takes.ShouldBe(expected);
    }

    [Fact]
    public void Headers_OfAMessageNotKnown_DependOnIt()
        => HeadersMatch.Of(JsonElement.Parse("""{"v":5}"""), null).Takes.ShouldBeNull();

    private static BindingFacts Queue(string name, string key) => new(name, true, key, default);

    private static BindingFacts Exchange(string name) => new(name, false, "", default);

    private static RouteWalk Walk(RoutedMessage message, params (string Name, string Type, string? Alternate, BindingFacts[] Bindings)[] exchanges)
    {
        var walk = new RouteWalk(message, exchanges[0].Name);
        while (walk.TryNext(out var name))
        {
            var found = exchanges.Single(e => e.Name == name);
            walk.Visit(new ExchangeFacts(found.Name, found.Type, found.Alternate, false), found.Bindings);
        }

        return walk;
    }
}
