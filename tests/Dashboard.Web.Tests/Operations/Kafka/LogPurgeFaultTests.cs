using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>Purges of a topic that something happens to: whatever it is, no message goes that is not in the archive, and the accounts say what went.</summary>
public sealed class LogPurgeFaultTests
{
    private const int Count = 1200;

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
        var (kafka, exact, topic) = await SeedAsync();
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
        var (kafka, exact, topic) = await SeedAsync();
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

    [KafkaFact]
    public async Task Purge_ArchiveCannotBeWritten_NothingGoesAndResumingGoesOn()
    {
        var (kafka, exact, topic) = await SeedAsync();
        using var client = exact;
        using var folder = new Storage.TemporaryFolder();
        var watch = new PurgeWatch { BeforeAppend = written => written > 0 ? throw new IOException("No space left on device") : Task.CompletedTask };
        await using var engine = new RealEngine([kafka.Settings()], folder.Path, watch.Decorate);
        var full = await engine.RunAsync(LogPurgeTests.Purge(topic, new PurgeBound()));
        Untouched(full, "The archive cannot be written, so nothing was purged: No space left on device");

        // A file that cannot be opened is another way to fail.
        watch.BeforeAppend = _ => Task.CompletedTask;
        watch.BeforeOpen = jobId => Directory.CreateDirectory(Path.Combine(folder.Path, "archives", jobId + ".jsonl"));
        var denied = await engine.RunAsync(LogPurgeTests.Purge(topic, new PurgeBound()));
        Untouched(denied, "The archive cannot be written, so nothing was purged");

        // A disk that is nearly full is left alone.
        watch.BeforeOpen = _ => watch.FreeBytes = 0;
        var low = await engine.SubmitAsync(LogPurgeTests.Purge(topic, new PurgeBound()));
        Untouched(await engine.WaitAsync(low.Id, job => job.State is JobState.Paused || job.IsEnded), "Stopped before anything was purged: the dashboard's own disk is nearly full");
        await engine.CancelAsync(low.Id);
        (await engine.EndOfAsync(low.Id)).HasArchive.ShouldBeFalse();

        (watch.BeforeOpen, watch.FreeBytes) = (_ => { }, long.MaxValue);
        await engine.ResumeAsync(full.Id);
        var ended = await engine.WaitAsync(full.Id, job => job.State == JobState.Succeeded);
        ended.Accounting.Delivered.ShouldBe(Count + 100, ended.Reason);
        (await engine.ArchivedAsync(full.Id)).Distinct().Count().ShouldBe(Count + 100);
        (await engine.ArchivedAsync(full.Id)).Count.ShouldBe(Count + 100, "what was in the archive already is not there twice");
        exact.ReadAll(topic, 2).ShouldBeEmpty();

        void Untouched(Job job, string words)
        {
            job.State.ShouldBeOneOf(JobState.Failed, JobState.Paused);
            job.Reason.ShouldNotBeNull().ShouldContain(words);
            job.Accounting.ShouldBe(new JobAccounting(Count + 100, 0, 0, 0, 0, 0, 0));
            job.HasArchive.ShouldBeFalse();
            LogPurgeTests.Lows(exact, topic, 2).ShouldBe([0, 0]);
        }
    }

    [KafkaFact]
    public async Task Purge_ArchiveIsCutWhileItIsWritten_NothingGoes()
    {
        var (kafka, exact, topic) = await SeedAsync();
        using var client = exact;
        using var folder = new Storage.TemporaryFolder();
        var watch = new PurgeWatch();
        watch.BeforeAppend = written =>
        {
            if (written >= 1000)
                File.Delete(Directory.GetFiles(Path.Combine(folder.Path, "archives")).ShouldHaveSingleItem());
            return Task.CompletedTask;
        };
        await using var engine = new RealEngine([kafka.Settings()], folder.Path, watch.Decorate);
        var job = await engine.RunAsync(LogPurgeTests.Purge(topic, new PurgeBound()));
        job.State.ShouldBe(JobState.Failed);
        job.Reason.ShouldNotBeNull().ShouldContain("The archive holds 0 of the 1,300 messages");
        job.Accounting.Delivered.ShouldBe(0);
        LogPurgeTests.Lows(exact, topic, 2).ShouldBe([0, 0]);
    }

    [KafkaTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Purge_TopicIsDeletedUnderIt_SaysSoAndLeavesAnotherOfItsNameAlone(bool isMadeAnew)
    {
        var (kafka, exact, topic) = await SeedAsync();
        using var client = exact;
        var watch = new PurgeWatch
        {
            BeforeAppend = async written =>
            {
                if (written != 500)
                    return;
                await exact.DeleteAsync(topic);
                if (!isMadeAnew)
                    return;
                await exact.CreateNamedAsync(topic, 2);
                await exact.PutManyAsync(topic, 0, 2000, "another");
            },
        };
        await using var engine = new RealEngine([kafka.Settings()], change: watch.Decorate);
        var job = await engine.RunAsync(LogPurgeTests.Purge(topic, new PurgeBound()));

        job.State.ShouldBe(JobState.Failed, job.Reason);
        job.Reason.ShouldNotBeNull().ShouldContain(isMadeAnew ? "was deleted and made anew" : "was deleted while the job ran");
        job.Reason.ShouldContain("Nothing was purged; the archive has");
        job.Accounting.Delivered.ShouldBe(0);
        job.Accounting.ExternallyRemoved.ShouldBe(job.Accounting.Selected);
        job.HasArchive.ShouldBeTrue("it holds the only copies");
        if (isMadeAnew)
            exact.Marks(topic).ShouldBe((0, 2000), "what stands in it now is another topic's");
    }

    [KafkaFact]
    public async Task Purge_BrokerDoesItInPart_TheFirstOffsetsSayWhatWent()
    {
        var (kafka, exact, topic) = await SeedAsync();
        using var client = exact;
        var isBroken = true;
        var watch = new PurgeWatch
        {
            Told = ranges => isBroken ? [.. ranges.Where(range => range.Partition == 1)] : ranges,
            AfterPurge = () => isBroken ? throw new BrokerException("Nothing went of partition 0.") : Task.CompletedTask,
        };
        await using var engine = new RealEngine([kafka.Settings()], change: watch.Decorate);
        foreach (var archive in new[] { true, false })
        {
            isBroken = true;
            var before = exact.Marks(topic, 1);
            var partly = await engine.RunAsync(LogPurgeTests.Purge(topic, new PurgeBound(), archive));
            partly.State.ShouldBe(JobState.Failed);
            partly.Reason.ShouldBe("Nothing went of partition 0.");
            partly.Accounting.ShouldBe(new JobAccounting(Count + 100, 100, 0, 0, 0, 0, 0));
            partly.HasArchive.ShouldBe(archive);

            // What comes between is not of the job.
            isBroken = false;
            await exact.PutManyAsync(topic, 1, 100, "later");
            await engine.ResumeAsync(partly.Id);
            var ended = await engine.WaitAsync(partly.Id, job => job.State == JobState.Succeeded);
            ended.Accounting.Delivered.ShouldBe(Count + 100);
            LogPurgeTests.Lows(exact, topic, 2).ShouldBe([exact.Marks(topic).High, before.High]);
            await exact.PutManyAsync(topic, 0, Count);
        }

        // The broker did it all, and only its answer was lost.
        watch.AfterPurge = () => throw new BrokerException("The brokers did not answer in time.");
        var lost = await engine.RunAsync(LogPurgeTests.Purge(topic, new PurgeBound()));
        lost.State.ShouldBe(JobState.Succeeded, lost.Reason);
        lost.Reason.ShouldNotBeNull().ShouldContain("its first offsets say that it was done");
        lost.Accounting.Remaining.ShouldBe(0);
    }

    [KafkaFact]
    public async Task Purge_IsPausedOrCancelledWhileItArchives_NothingGoes()
    {
        var (kafka, exact, topic) = await SeedAsync();
        using var client = exact;
        await using var engine = new RealEngine([kafka.Settings()]);
        var job = await engine.SubmitAsync(LogPurgeTests.Purge(topic, new PurgeBound(), rate: 200));
        await engine.WaitAsync(job.Id, running => running is { State: JobState.Running, Accounting.Selected: > 0 });
        await engine.PauseAsync(job.Id);
        var paused = await engine.WaitAsync(job.Id, running => running.State == JobState.Paused || running.IsEnded);
        paused.Reason.ShouldBe("Paused; nothing was purged yet");
        paused.Accounting.ShouldBe(new JobAccounting(Count + 100, 0, 0, 0, 0, 0, 0));
        await engine.ResumeAsync(job.Id);
        await engine.WaitAsync(job.Id, running => running.State == JobState.Running);
        await engine.CancelAsync(job.Id);
        var ended = await engine.EndOfAsync(job.Id);
        ended.State.ShouldBe(JobState.Cancelled);
        ended.Accounting.Delivered.ShouldBe(0);
        ended.HasArchive.ShouldBeFalse();
        LogPurgeTests.Lows(exact, topic, 2).ShouldBe([0, 0]);
    }

    private static async Task<(KafkaCluster Kafka, ExactKafka Exact, string Topic)> SeedAsync()
    {
        var kafka = await KafkaLab.GetAsync();
        var exact = new ExactKafka(kafka);
        var topic = await exact.CreateAsync("purge", 2);
        await exact.PutManyAsync(topic, 0, Count);
        await exact.PutManyAsync(topic, 1, 100);
        return (kafka, exact, topic);
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
