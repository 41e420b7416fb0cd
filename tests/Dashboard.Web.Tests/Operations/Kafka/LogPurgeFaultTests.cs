using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>Purges of a topic that something happens to: whatever it is, no message goes that is not in the archive, and the accounts say what went.</summary>
public sealed class LogPurgeFaultTests
{
    internal const int Count = 1200;

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
        await using var engine = new RealEngine([kafka.Settings()], change: services =>
        {
            // A topic that is deleted under a reader is silence to it at first.
            watch.Decorate(services);
            services.AddSingleton<TimeProvider>(new FastClock());
        });
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

    internal static async Task<(KafkaCluster Kafka, ExactKafka Exact, string Topic)> SeedAsync()
    {
        var kafka = await KafkaLab.GetAsync();
        var exact = new ExactKafka(kafka);
        var topic = await exact.CreateAsync("purge", 2);
        await exact.PutManyAsync(topic, 0, Count);
        await exact.PutManyAsync(topic, 1, 100);
        return (kafka, exact, topic);
    }
}
