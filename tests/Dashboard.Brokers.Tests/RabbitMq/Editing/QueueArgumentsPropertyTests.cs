using Dashboard.Core.Editing;

namespace Dashboard.Brokers.Tests.RabbitMq.Editing;

/// <summary>
/// What the checks accept the broker accepts, and what they refuse it refuses: random combinations of arguments, right and wrong, on a real broker.
/// Three exceptions, where the checks are stricter than RabbitMQ 3.10: leader locators are limited to the documented ones, a negative
/// delivery limit, which the broker takes and ignores, and "auto-delete: no" said of a queue that can never have it.
/// </summary>
public sealed class QueueArgumentsPropertyTests(EditingVhost vhost) : IClassFixture<EditingVhost>
{
    private static readonly Dictionary<string, object[]> Samples = new()
    {
        ["durable"] = [true, false],
        ["auto_delete"] = [true],
        ["x-max-length"] = [0, 1, 1_000_000, -1],
        ["x-max-length-bytes"] = [0, 1_000_000, -5],
        ["x-overflow"] = ["drop-head", "reject-publish", "reject-publish-dlx", "nonsense"],
        ["x-message-ttl"] = [0, 60_000, 315_360_000_000, 315_360_000_001, -1],
        ["x-expires"] = [1, 60_000, 0, -1],
        ["x-max-age"] = ["7D", "12h", "1Y", "7d", "x", "10"],
        ["x-delivery-limit"] = [0, 5],
        ["x-dead-letter-exchange"] = ["", "amq.topic"],
        ["x-dead-letter-routing-key"] = ["dead", ""],
        ["x-dead-letter-strategy"] = ["at-most-once", "at-least-once", "sometimes"],
        ["x-single-active-consumer"] = [true, false],
        ["x-max-priority"] = [0, 10, 255, 256, -1],
        ["x-queue-mode"] = ["default", "lazy", "eager"],
        ["x-queue-version"] = [1, 2, 3],
        ["x-queue-master-locator"] = ["client-local", "min-masters", "random"],
        ["x-queue-leader-locator"] = ["client-local", "balanced"],
        ["x-quorum-initial-group-size"] = [1, 3, 0],
        ["x-initial-cluster-size"] = [1, 0],
        ["x-max-in-memory-length"] = [0, 10, -1],
        ["x-max-in-memory-bytes"] = [0, 10, -1],
        ["x-stream-max-segment-size-bytes"] = [1_000_000, 3_000_000_000, 3_000_000_001, -1],
    };

    [Fact]
    public async Task Check_OfRandomCombinations_AgreesWithTheBroker()
    {
        const int Cases = 250;
        var random = new Random(20261121);
        var disagreements = new List<string>();
        var accepted = 0;
        for (var i = 0; i < Cases; i++)
        {
            var change = Next(random, i);
            var mistakes = vhost.Editor.Check(change);
            var result = await vhost.Editor.ApplyAsync(change, CancellationToken.None);
            if (result.End == ChangeEnd.Done)
            {
                accepted++;
                await vhost.Editor.ApplyAsync(EditingVhost.On(ChangeVerb.Delete, "queue", vhost.Key($"case-{i}")), CancellationToken.None);
            }

            if ((mistakes.Count == 0) != (result.End == ChangeEnd.Done))
                disagreements.Add($"{vhost.Editor.Preview(change)}\n  checks: {string.Join(' ', mistakes.Select(mistake => mistake.Message))}\n  broker: {result.End} {result.Words}");
        }

        disagreements.ShouldBeEmpty(string.Join("\n\n", disagreements));
        // Both sides are tried in earnest.
        accepted.ShouldBeInRange(Cases / 10, Cases * 9 / 10);
    }

    private ObjectChange Next(Random random, int number)
    {
        string[] types = ["classic", "quorum", "stream"];
        var type = types[random.Next(types.Length)];
        var fields = vhost.Editor.Kinds.Single(kind => kind.Id == "queue").Action(ChangeVerb.Create)!.Fields;
        var values = new List<(string, object?)> { ("name", $"case-{number}"), ("type", type) };
        foreach (var (id, samples) in Samples)
        {
            var field = fields.Single(one => one.Id == id);
            var isFitting = field.When is not { } condition || condition.Values.Contains(type);
            // Mostly arguments that fit, so that whole combinations are accepted often enough.
            if (random.NextDouble() < (isFitting ? 0.2 : 0.01))
                values.Add((id, random.NextDouble() < 0.9 ? samples[random.Next(Math.Min(2, samples.Length))] : samples[random.Next(samples.Length)]));
        }

        return vhost.Create("queue", [.. values]);
    }
}
