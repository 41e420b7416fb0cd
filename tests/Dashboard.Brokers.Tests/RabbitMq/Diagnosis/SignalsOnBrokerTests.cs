using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Diagnosis;

/// <summary>Each signal made to happen by real clients on the real broker, and its neighbour that has to stay silent.</summary>
public sealed class SignalsOnBrokerTests(DiagnosisScene scene) : IClassFixture<DiagnosisScene>
{
    [Theory]
    [InlineData("no-consumer", "lonely", "lonely: 3 messages wait and nobody consumes.")]
    [InlineData("prefetch-full", "stuck", "stuck: 1 consumer holds 5 messages unacknowledged, as many as the prefetch allows; 15 messages wait.")]
    [InlineData("not-acking", "holding", "holding: unacknowledged messages rose from")]
    [InlineData("outpaced", "slow", "slow: ")]
    [InlineData("poison-loop", "poison", "the same messages go round.")]
    [InlineData("ack-timeout", "stuck", "stuck: 5 messages unacknowledged and nothing acknowledged for ")]
    [InlineData("dead-letters-grow", "dead", " more dead letter")]
    [InlineData("near-max-length", "full", "full: full with 10 messages; the oldest ones are lost.")]
    [InlineData("routes-nothing", "nowhere", "published and none of it reaches a queue.")]
    [InlineData("shovel-down", "shovel to nobody", "nothing is moved from")]
    public void Broker_MadeToHappen_IsFound(string signal, string name, string text)
    {
        var finding = scene.Find(signal, name);

        finding.ShouldNotBeNull();
        finding.Text.ShouldContain(text);
        finding.Evidence.ShouldNotBeEmpty();
        finding.NextStep.Text.ShouldNotBeNullOrWhiteSpace();
        finding.Id.ShouldStartWith($"rabbit/{signal}/");
        finding.Since.ShouldBeLessThan(scene.Bench.Now);
    }

    [Theory]
    [InlineData("no-consumer", "empty")]
    [InlineData("no-consumer", "polled")]
    [InlineData("no-consumer", "dead")]
    [InlineData("no-consumer", "dead.still")]
    [InlineData("no-consumer", "delay")]
    [InlineData("no-consumer", "stuck")]
    [InlineData("no-active-consumer", "one at a time")]
    [InlineData("prefetch-full", "busy")]
    [InlineData("prefetch-full", "holding")]
    [InlineData("not-acking", "busy")]
    [InlineData("not-acking", "stuck")]
    [InlineData("outpaced", "busy")]
    [InlineData("outpaced", "lonely")]
    [InlineData("poison-loop", "busy")]
    [InlineData("ack-timeout", "busy")]
    [InlineData("ack-timeout", "lonely")]
    [InlineData("dead-letters-grow", "dead.still")]
    [InlineData("near-max-length", "roomy")]
    [InlineData("routes-nothing", "somewhere")]
    [InlineData("shovel-down", "shovel that runs")]
    public void Broker_Neighbour_StaysSilentAllTheWhile(string signal, string name) => scene.Bench.Ever.ShouldNotContain((signal, name));

    [Fact]
    public void Broker_FederationLinkToNobody_IsFound()
    {
        var finding = scene.Bench.Diagnosis.Findings.ShouldHaveSingleItem(f => f.Signal.Id == "federation-down");

        finding.Text.ShouldContain("federated: the federation link to nobody is ");
        finding.Evidence.ShouldContain(e => e.Label == "Error");
    }

    [Fact]
    public void Broker_PublishesThatReachNoQueue_AreFoundOnTheirChannelAlone()
    {
        var finding = scene.Bench.Diagnosis.Findings.ShouldHaveSingleItem(f => f.Signal.Id == "unroutable");

        finding.Text.ShouldEndWith("published reach no queue and are lost.");
        finding.SectionId.ShouldBe("channels");
    }

    [Fact]
    public void Broker_WholeScene_HasItsVerdictsInTheColumn()
    {
        scene.Verdicts["lonely"].ShouldBe("no consumer");
        scene.Verdicts["stuck"].ShouldBe("prefetch full");
        scene.Verdicts["poison"].ShouldBe("poison loop");
        foreach (var healthy in new[] { "empty", "busy", "delay", "dead.still", "one at a time" })
            scene.Verdicts[healthy].ShouldBe(VerdictColumn.Ok, healthy);
    }

    [Fact]
    public void Broker_TimeToDrainAndToFull_AreKnownOrSayWhyNot()
    {
        var table = scene.Bench.Snapshot.Section("queues")!.Table!;
        var slow = table.RowOf(Core.Model.RowKey.Of(scene.Name, "slow"));
        var empty = table.RowOf(Core.Model.RowKey.Of(scene.Name, "empty"));

        table["time_to_drain"].NumberAt(empty).ShouldBe(0);
        table["time_to_full"].MissingReasons![empty].ShouldBe("It has no max length.");
        table["time_to_drain"].MissingReasons![slow].ShouldBe("It does not shrink at the rates of now.");
        table["time_to_full"].NumberAt(slow).ShouldBeGreaterThan(60);
    }

    [Fact]
    public void Broker_AllOfItRead_LeavesNothingUnjudged() => scene.Bench.Diagnosis.Unjudged.ShouldBeEmpty();
}

internal static class FindingAssertions
{
    public static Finding ShouldHaveSingleItem(this IEnumerable<Finding> findings, Func<Finding, bool> which)
    {
        var found = findings.Where(which).ToList();
        found.Count.ShouldBe(1, string.Join("; ", found.Select(f => f.Text)));
        return found[0];
    }
}
