using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>Replays that something happens to, on a real Kafka, counted by kcat.</summary>
[Collection(OwnKafkaFixture.Collection)]
public sealed class KafkaReplayFaultTests(OwnKafkaFixture fixture)
{
    private const int Count = 4000;

    [KafkaFact]
    public async Task Move_BrokerIsKilledAndComesBack_AccountsForEveryRecord()
    {
        var own = fixture.Broker;
        var (kafka, source, target) = await KafkaReplayTests.TopicsAsync(2, own);
        await TopicEye.SeedAsync(kafka, source, Count);
        await using var engine = new RealEngine([kafka.Settings()]);
        var job = await engine.SubmitAsync(KafkaReplayTests.Move(source, target) with { Options = new OperationOptions { RatePerSecond = 1000 } });
        await engine.WaitAsync(job.Id, running => running.Accounting.Delivered > 500);
        own.Kill();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await own.UpAsync();
        var ended = await engine.EndOfAsync(job.Id);

        ended.State.ShouldBe(JobState.Succeeded, ended.Reason);
        await CheckAsync(engine, kafka, source, target, ended);
    }

    [KafkaFact]
    public async Task Move_BrokerIsSilentInTheMiddle_TheJobWaitsAndGoesOn()
    {
        var (kafka, source, target) = await KafkaReplayTests.TopicsAsync(2, fixture.Broker);
        await TopicEye.SeedAsync(kafka, source, Count);
        await using var engine = new RealEngine([kafka.Settings()], change: services =>
        {
            services.AddSingleton<TimeProvider>(new FastClock());
            services.Configure<OperationsOptions>(options => options.FaultPatience = TimeSpan.FromHours(1));
        });
        var job = await engine.SubmitAsync(KafkaReplayTests.Move(source, target) with { Options = new OperationOptions { RatePerSecond = 100 } });
        await engine.WaitAsync(job.Id, running => running.Accounting.Delivered > 500);
        await fixture.Broker.FreezeAsync();
        try
        {
            (await engine.WaitAsync(job.Id, waiting => waiting.Reason?.StartsWith("Waiting for the broker", StringComparison.Ordinal) == true || waiting.IsEnded)).IsEnded.ShouldBeFalse();
        }
        finally
        {
            await fixture.Broker.ContinueAsync();
        }

        var ended = await engine.EndOfAsync(job.Id);
        ended.State.ShouldBe(JobState.Succeeded, ended.Reason);
        await CheckAsync(engine, kafka, source, target, ended);
    }

    [KafkaFact]
    public async Task Move_ProcessEndsMidWay_TheNextGoesOnFromTheLedger()
    {
        var (kafka, source, target) = await KafkaReplayTests.TopicsAsync(2);
        await TopicEye.SeedAsync(kafka, source, Count);
        using var folder = new Storage.TemporaryFolder();
        string jobId;
        await using (var first = new RealEngine([kafka.Settings()], folder.Path))
        {
            jobId = (await first.SubmitAsync(KafkaReplayTests.Move(source, target) with { Options = new OperationOptions { RatePerSecond = 1000 } })).Id;
            await first.WaitAsync(jobId, running => running.Accounting.Delivered > 500);
        }

        // What comes between is not of the job.
        await TopicEye.SeedAsync(kafka, source, 50, "later");
        await using var engine = new RealEngine([kafka.Settings()], folder.Path);
        await engine.Recovery.StartAsync(CancellationToken.None);
        var ended = await engine.EndOfAsync(jobId);
        ended.State.ShouldBe(JobState.Succeeded, ended.Reason);
        ended.Accounting.ShouldBe(new JobAccounting(Count, Count, 0, 0, 0, 0, 0));
        var arrived = await TopicEye.ReadAsync(kafka, target);
        arrived.Select(record => record.Value).Order().ShouldBe(Enumerable.Range(0, Count).Select(i => $"m-{i}").Order());
    }

    [KafkaFact]
    public async Task Move_SomeAreTooLargeForTheTarget_OnlyThoseAreHeld()
    {
        var kafka = await KafkaLab.GetAsync();
        var (source, target) = (KafkaCluster.TopicName("source"), KafkaCluster.TopicName("small"));
        await Task.WhenAll(kafka.CreateTopicAsync(source, 1), kafka.CreateTopicAsync(target, 1, "max.message.bytes=4000"));
        for (var i = 0; i < 3; i++)
        {
            await TopicEye.SeedAsync(kafka, source, 300, $"small{i}");
            await kafka.KcatAsync($"big-{i}|{new string('x', 20_000)}\n", "-P", "-t", source, "-K", "|");
        }

        await using var engine = new RealEngine([kafka.Settings()]);
        var report = await engine.DryRunAsync(KafkaReplayTests.Move(source, target));
        report.NotEligible.ShouldHaveSingleItem().Value.ShouldBe(3);
        report.Eligible.ShouldBe(900);
        var job = await engine.RunAsync(KafkaReplayTests.Move(source, target));
        job.Accounting.ShouldBe(new JobAccounting(903, 900, 0, 0, 0, Held: 3, 0));
        (await engine.OutcomesAsync(job.Id, MessageOutcomeKind.Held)).ShouldAllBe(outcome => outcome.Detail!.Contains("max.message.bytes") && outcome.Size == 20_000);
        (await TopicEye.ReadAsync(kafka, target)).Count.ShouldBe(900);
    }

    [KafkaFact]
    public async Task Move_TargetIsDeletedMidWay_TheRestIsHeld()
    {
        var (kafka, source, target) = await KafkaReplayTests.TopicsAsync(1);
        await TopicEye.SeedAsync(kafka, source, 6000);
        await using var engine = new RealEngine([kafka.Settings()]);
        var job = await engine.SubmitAsync(KafkaReplayTests.Move(source, target) with { Options = new OperationOptions { RatePerSecond = 200 } });
        await engine.WaitAsync(job.Id, running => running.Accounting.Delivered > 100);
        await kafka.DeleteTopicAsync(target);
        await engine.WaitAsync(job.Id, running => running.Accounting.Held + running.Accounting.Uncertain > 100 || running.State is JobState.Paused || running.IsEnded);
        if ((await engine.Board.FindAsync(job.Id, CancellationToken.None))!.State == JobState.Running)
            await engine.PauseAsync(job.Id);
        var paused = await engine.WaitAsync(job.Id, running => running.State is JobState.Paused || running.IsEnded);
        var total = paused.Accounting;
        total.Selected.ShouldBe(6000);
        (total.Delivered + total.Remaining + total.Uncertain).ShouldBe(6000);
        total.Held.ShouldBeLessThanOrEqualTo(total.Remaining);
        total.Held.ShouldBeGreaterThan(0);
    }

    /// <summary>Each arrived once, or is named uncertain.</summary>
    private static async Task CheckAsync(RealEngine engine, KafkaCluster kafka, string source, string target, Job job)
    {
        var sent = (await TopicEye.ReadAsync(kafka, source)).ToDictionary(record => record.Value!, record => $"{record.Partition}:{record.Offset}");
        var arrived = (await TopicEye.ReadAsync(kafka, target)).GroupBy(record => record.Value!).ToDictionary(group => group.Key, group => group.Count());
        var uncertain = (await engine.OutcomesAsync(job.Id, MessageOutcomeKind.Uncertain)).Select(outcome => outcome.Identity).ToHashSet();
        sent.Keys.Except(arrived.Keys).ShouldBeEmpty("lost");
        arrived.Keys.Except(sent.Keys).ShouldBeEmpty();
        arrived.Where(pair => pair.Value > 1).Select(pair => sent[pair.Key]).Except(uncertain).ShouldBeEmpty("there more than once and not named");
        job.Accounting.Selected.ShouldBe(sent.Count);
        (job.Accounting.Delivered + job.Accounting.Uncertain).ShouldBe(sent.Count);
        job.Accounting.Uncertain.ShouldBe(uncertain.Count);
    }
}
