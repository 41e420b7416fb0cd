using System.Text;
using Dashboard.EndToEnd.Tests.Brokers;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>Counts by id on the broker, without asking the dashboard, and compares with what the job claims.</summary>
internal static class ReplayBalance
{
    /// <summary>Dead letters of a queue, with ids.</summary>
    public static async Task<string> SeedAsync(BrokerEye broker, string origin, int count)
    {
        var dead = $"{origin}.dead";
        await broker.DeclareWithDeadLettersAsync(origin);
        await broker.PublishAsync(origin, count, i => Encoding.UTF8.GetBytes($$"""{"order": {{i}}}"""));
        await broker.RejectAsync(origin, count);
        await broker.WaitForCountAsync(dead, count);
        return dead;
    }

    /// <summary>Every message arrived; what arrived more than once is named as uncertain. Empties the target.</summary>
    public static async Task CheckAsync(BrokerEye broker, string origin, int count, int mostUncertain, IReadOnlyDictionary<string, long> sets, IReadOnlyList<string> report)
    {
        var arrived = (await broker.DrainAsync(origin)).GroupBy(message => message.BasicProperties.MessageId!).ToDictionary(group => group.Key, group => group.Count());
        Enumerable.Range(0, count).Select(i => $"{origin}-{i}").Where(id => !arrived.ContainsKey(id)).ShouldBeEmpty("no message is lost");
        arrived.Count.ShouldBe(count, "nothing else arrived");

        var uncertain = report.Where(line => line.Contains("ncertain", StringComparison.Ordinal)).ToList();
        uncertain.Count.ShouldBeGreaterThanOrEqualTo((int)sets["uncertain"]);
        uncertain.Count.ShouldBeLessThanOrEqualTo(mostUncertain);
        var twice = arrived.Where(pair => pair.Value > 1).Select(pair => pair.Key).ToList();
        twice.Where(id => !uncertain.Exists(line => line.Contains($"{id}#", StringComparison.Ordinal))).ShouldBeEmpty("duplicates only among those that are named as uncertain");
        arrived.Values.Max().ShouldBeLessThanOrEqualTo(3);
    }

    /// <summary>Waits until this many are there, which shows that the job moves.</summary>
    public static async Task WaitForAtLeastAsync(BrokerEye broker, string queue, long count)
    {
        long seen = 0;
        for (var i = 0; i < 600 && seen < count; i++)
        {
            await Task.Delay(50);
            seen = await broker.CountAsync(queue);
        }

        seen.ShouldBeGreaterThanOrEqualTo(count, "the job moves on");
    }
}
