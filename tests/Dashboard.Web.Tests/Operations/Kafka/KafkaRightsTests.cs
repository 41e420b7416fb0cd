using Confluent.Kafka.Admin;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>Jobs of an account that lacks a right: they end or pause with its name, nothing counts as delivered, and they go on when it is given.</summary>
[Collection(OwnKafkaFixture.Collection)]
public sealed class KafkaRightsTests(OwnKafkaFixture fixture)
{
    [KafkaFact]
    public async Task Move_ReadingIsDenied_PausesWithTheRightThatIsMissingAndGoesOnWithIt()
    {
        using var exact = new ExactKafka(fixture.Broker);
        var (source, target) = (await exact.CreateAsync("source"), await exact.CreateAsync("target"));
        await exact.PutManyAsync(source, 0, 50);
        await using var engine = new RealEngine([fixture.SettingsOf("app")]);
        Job paused;
        await using (await OwnKafkaFixture.DenyAsync(exact, source, AclOperation.Read))
        {
            var job = await engine.SubmitAsync(KafkaReplayTests.Move(source, target));
            paused = await engine.WaitAsync(job.Id, running => running.State == JobState.Paused || running.IsEnded);
            paused.State.ShouldBe(JobState.Paused, paused.Reason);
            paused.Reason.ShouldNotBeNull().ShouldContain($"The configured user lacks a right: Read on topic {source}");
            paused.Accounting.ShouldBe(new JobAccounting(50, 0, 0, 0, 0, 0, 0));

            // A purge that archives has to read as well.
            var purge = await engine.SubmitAsync(LogPurgeTests.Purge(source, new PurgeBound()));
            var stopped = await engine.WaitAsync(purge.Id, running => running.State == JobState.Paused || running.IsEnded);
            stopped.Reason.ShouldNotBeNull().ShouldContain($"Read on topic {source}");
            stopped.Reason.ShouldContain("Nothing was purged");
            await engine.CancelAsync(purge.Id);
        }

        await engine.ResumeAsync(paused.Id);
        (await engine.EndOfAsync(paused.Id)).Accounting.ShouldBe(new JobAccounting(50, 50, 0, 0, 0, 0, 0));
        exact.Marks(source).ShouldBe((0, 50));
    }

    [KafkaFact]
    public async Task Move_WritingIsDenied_HoldsAllWithTheRightThatIsMissingAndGoesOnWithIt()
    {
        using var exact = new ExactKafka(fixture.Broker);
        var (source, target) = (await exact.CreateAsync("source"), await exact.CreateAsync("target"));
        await exact.PutManyAsync(source, 0, 50);
        await using var engine = new RealEngine([fixture.SettingsOf("app")]);
        Job ended;
        await using (await OwnKafkaFixture.DenyAsync(exact, target, AclOperation.Write))
        {
            ended = await engine.RunAsync(KafkaReplayTests.Move(source, target));
            ended.State.ShouldBe(JobState.Failed);
            ended.Reason.ShouldNotBeNull().ShouldContain($"The configured user lacks a right: Write on topic {target}");
            ended.Accounting.ShouldBe(new JobAccounting(50, 0, 0, 0, 0, Held: 50, 0));
            (await engine.OutcomesAsync(ended.Id)).ShouldAllBe(outcome => outcome.Kind == MessageOutcomeKind.Held && outcome.Detail!.Contains($"Write on topic {target}"));
            exact.Marks(target).High.ShouldBe(0);
        }

        await engine.ResumeAsync(ended.Id);
        var resumed = await engine.WaitAsync(ended.Id, job => job.State == JobState.Succeeded);
        resumed.Accounting.ShouldBe(new JobAccounting(50, 50, 0, 0, 0, 0, 0));
        exact.ReadAll(target).Select(one => ExactKafka.Text(one.Message.Value)).ShouldBe(exact.ReadAll(source).Select(one => ExactKafka.Text(one.Message.Value)));
    }

    [KafkaFact]
    public async Task Move_TargetMayNotEvenBeLookedAt_SaysWhichRightIsMissing()
    {
        using var exact = new ExactKafka(fixture.Broker);
        var (source, target) = (await exact.CreateAsync("source"), await exact.CreateAsync("target"));
        await exact.PutManyAsync(source, 0, 3000);
        await using var engine = new RealEngine([fixture.SettingsOf("app")]);
        var job = await engine.SubmitAsync(KafkaReplayTests.Move(source, target) with { Options = new OperationOptions { RatePerSecond = 100 } });
        await engine.WaitAsync(job.Id, running => running.Accounting.Delivered > 0);
        await using (await OwnKafkaFixture.DenyAsync(exact, target, AclOperation.Describe))
        {
            var paused = await engine.WaitAsync(job.Id, running => running.State == JobState.Paused || running.IsEnded);
            paused.State.ShouldBe(JobState.Paused, paused.Reason);
            paused.Reason.ShouldNotBeNull().ShouldContain($"The configured user lacks a right: Describe on topic {target}");
            paused.Accounting.Selected.ShouldBe(3000);
            (await Should.ThrowAsync<BrokerException>(() => engine.PlanAsync(KafkaReplayTests.Move(source, target)))).Message.ShouldContain($"Describe on topic {target}");
        }

        await engine.Operations.LimitRateAsync(RealEngine.Operator, job.Id, null, CancellationToken.None);
        await engine.ResumeAsync(job.Id);
        var ended = await engine.EndOfAsync(job.Id);
        ended.State.ShouldBe(JobState.Succeeded, ended.Reason);
        (ended.Accounting.Delivered + ended.Accounting.Uncertain).ShouldBe(3000);
        exact.ReadAll(target).Select(one => ExactKafka.Text(one.Message.Value)).Distinct().Count().ShouldBe(3000);
    }

    [KafkaFact]
    public async Task Move_AccountMayWriteNowhere_EndsWithTheRightThatIsMissing()
    {
        using var exact = new ExactKafka(fixture.Broker);
        var (source, target) = (await exact.CreateAsync("source"), await exact.CreateAsync("target"));
        await exact.PutManyAsync(source, 0, 50);
        await using var engine = new RealEngine([fixture.SettingsOf("monitor")]);
        var job = await engine.SubmitAsync(KafkaReplayTests.Move(source, target));
        var ended = await engine.WaitAsync(job.Id, running => running.State == JobState.Paused || running.IsEnded);
        ended.Reason.ShouldNotBeNull();
        ended.Reason.Contains("The configured user lacks a right: ").ShouldBeTrue(ended.Reason + string.Join('\n', await engine.OutcomesAsync(job.Id)));
        ended.Accounting.Selected.ShouldBe(50);
        ended.Accounting.Delivered.ShouldBe(0);
        ended.Accounting.Uncertain.ShouldBe(0);
        exact.Marks(target).High.ShouldBe(0);
    }

    [KafkaFact]
    public async Task Purge_RemovingIsDenied_SaysWhichRightIsMissingAndLeavesAll()
    {
        using var exact = new ExactKafka(fixture.Broker);
        var topic = await exact.CreateAsync("purge", 2);
        await exact.PutManyAsync(topic, 0, 50);
        await exact.PutManyAsync(topic, 1, 50);
        await using var engine = new RealEngine([fixture.SettingsOf("app")]);
        Job ended;
        Job lost;
        await using (await OwnKafkaFixture.DenyAsync(exact, topic, AclOperation.Delete))
        {
            lost = await engine.RunAsync(LogPurgeTests.Purge(topic, new PurgeBound()));
            ended = await engine.RunAsync(LogPurgeTests.Purge(topic, new PurgeBound()));
            ended.State.ShouldBe(JobState.Failed);
            ended.Reason.ShouldNotBeNull().ShouldContain($"The configured user lacks a right: Delete on topic {topic}");
            ended.Accounting.ShouldBe(new JobAccounting(100, 0, 0, 0, 0, 0, 0));
            ended.HasArchive.ShouldBeFalse("all is there still");
            LogPurgeTests.Lows(exact, topic, 2).ShouldBe([0, 0]);
        }

        // Without its archive a purge does not go on.
        engine.Archives.Delete(lost.Id);
        await engine.ResumeAsync(lost.Id);
        (await engine.WaitAsync(lost.Id, job => job.Reason?.Contains("The archive holds 0 of the 100 messages") == true)).Accounting.Delivered.ShouldBe(0);
        LogPurgeTests.Lows(exact, topic, 2).ShouldBe([0, 0]);

        await engine.ResumeAsync(ended.Id);
        var resumed = await engine.WaitAsync(ended.Id, job => job.State == JobState.Succeeded);
        resumed.Accounting.ShouldBe(new JobAccounting(100, 100, 0, 0, 0, 0, 0));
        resumed.HasArchive.ShouldBeTrue();
        (await engine.ArchivedAsync(ended.Id)).Distinct().Count().ShouldBe(100);
        LogPurgeTests.Lows(exact, topic, 2).ShouldBe([50, 50]);
    }
}
