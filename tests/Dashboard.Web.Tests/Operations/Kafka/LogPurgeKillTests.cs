using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>The process is killed in the middle of a purge of a topic; the next one goes on from what is on the disk.</summary>
public sealed class LogPurgeKillTests
{
    private const int Count = LogPurgeFaultTests.Count;

    public enum Kill
    {
        WhileArchiving,
        BeforeItIsRemoved,
        AfterItWasRemoved,
    }

    [KafkaTheory]
    [InlineData(Kill.WhileArchiving)]
    [InlineData(Kill.BeforeItIsRemoved)]
    [InlineData(Kill.AfterItWasRemoved)]
    public async Task Purge_ProcessIsKilled_TheNextGoesOnWithTheSameMessages(Kill kill)
    {
        var (kafka, exact, topic) = await LogPurgeFaultTests.SeedAsync();
        using var client = exact;
        var expected = exact.ReadAll(topic, 2).Select(LogPurgeTests.Place).ToList();
        var reached = new TaskCompletionSource();
        var isDead = new TaskCompletionSource();
        var watch = new PurgeWatch();
        switch (kill)
        {
            case Kill.WhileArchiving:
                watch.BeforeAppend = written => written > 0 ? DieAsync() : Task.CompletedTask;
                break;
            case Kill.BeforeItIsRemoved:
                watch.BeforePurge = _ => DieAsync();
                break;
            default:
                watch.AfterPurge = DieAsync;
                break;
        }

        // The second process gets the disk as it was at that moment; what the first one does afterwards never reached it.
        using var folder = new Storage.TemporaryFolder();
        using var disk = new Storage.TemporaryFolder();
        string jobId;
        await using (var first = new RealEngine([kafka.Settings()], folder.Path, watch.Decorate))
        {
            jobId = (await first.SubmitAsync(LogPurgeTests.Purge(topic, new PurgeBound()))).Id;
            try
            {
                await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
                Copy(folder.Path, disk.Path);
            }
            finally
            {
                isDead.SetResult();
            }

            await first.EndOfAsync(jobId);
        }

        LogPurgeTests.Lows(exact, topic, 2).ShouldBe(kill == Kill.AfterItWasRemoved ? [Count, 100] : [0, 0]);
        await exact.PutManyAsync(topic, 0, 50, "later");
        await using var engine = new RealEngine([kafka.Settings()], disk.Path);
        await engine.Recovery.StartAsync(CancellationToken.None);
        var ended = await engine.EndOfAsync(jobId);

        ended.State.ShouldBe(JobState.Succeeded, ended.Reason);
        ended.Accounting.ShouldBe(new JobAccounting(Count + 100, Count + 100, 0, 0, 0, 0, 0));
        ended.HasArchive.ShouldBeTrue();
        (await engine.ArchivedAsync(jobId)).ShouldBe(expected, "each once, and nothing that came later");
        exact.ReadAll(topic, 2).Select(one => ExactKafka.Text(one.Message.Value)).ShouldBe(Enumerable.Range(0, 50).Select(i => $"later-{i}"));

        async Task DieAsync()
        {
            reached.TrySetResult();
            await isDead.Task;
            throw new InvalidOperationException("This process is dead.");
        }
    }

    [KafkaFact]
    public async Task Purge_KilledWhileItWasBeingCancelled_TellsWhatTheBrokerDid()
    {
        var (kafka, exact, topic) = await LogPurgeFaultTests.SeedAsync();
        using var client = exact;
        var reached = new TaskCompletionSource();
        var isDead = new TaskCompletionSource();
        var watch = new PurgeWatch
        {
            AfterPurge = async () =>
            {
                reached.TrySetResult();
                await isDead.Task;
                throw new InvalidOperationException("This process is dead.");
            },
        };
        using var folder = new Storage.TemporaryFolder();
        using var disk = new Storage.TemporaryFolder();
        string jobId;
        await using (var first = new RealEngine([kafka.Settings()], folder.Path, watch.Decorate))
        {
            jobId = (await first.SubmitAsync(LogPurgeTests.Purge(topic, new PurgeBound(), archive: false))).Id;
            try
            {
                await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
                await first.CancelAsync(jobId);
                Copy(folder.Path, disk.Path);
            }
            finally
            {
                isDead.SetResult();
            }

            await first.EndOfAsync(jobId);
        }

        await using var engine = new RealEngine([kafka.Settings()], disk.Path);
        await engine.Recovery.StartAsync(CancellationToken.None);
        var ended = await engine.EndOfAsync(jobId);
        ended.State.ShouldBe(JobState.Succeeded, "it was too late to cancel it");
        ended.Accounting.ShouldBe(new JobAccounting(Count + 100, Count + 100, 0, 0, 0, 0, 0));
        exact.ReadAll(topic, 2).ShouldBeEmpty();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place, overwrite: true);
        }
    }
}
