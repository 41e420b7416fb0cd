using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>Searches of topics as a page asks for them, on a real Kafka.</summary>
public sealed class KafkaSearchTests
{
    [KafkaFact]
    public async Task Search_CancelledWhileItReads_EndsWithWhatItHasRead()
    {
        const int Count = 5_000;
        var (kafka, topic, _) = await KafkaReplayTests.TopicsAsync(2);
        await TopicEye.SeedAsync(kafka, topic, Count);
        await using var engine = new RealEngine([kafka.Settings()], change: services => services.AddSingleton<TimeProvider>(new HurriedTime()));
        using var stop = new CancellationTokenSource();
        var progress = new AtOnce<LookProgress>(told =>
        {
            if (told.Examined > 0)
                stop.Cancel();
        });

        var look = await engine.SearchAsync(new BrowseRequest { Destination = KafkaReplayTests.Topic(topic), Count = 1_000, ReadsToEnd = true }, "body ~ \"m-\"", progress, stop.Token);

        look.StopReason.ShouldBe("it was stopped");
        look.IsComplete.ShouldBeFalse();
        look.Examined.ShouldBeInRange(1, Count - 1);
        look.Messages.Count.ShouldBe((int)look.Examined);
        look.Scans.Sum(scan => scan.Next - scan.From).ShouldBe(look.Examined);
    }

    /// <summary>Every look at this clock is a second later: progress is told as often as it can be.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => Interlocked.Add(ref _now, TimestampFrequency);
    }

    /// <summary>Tells on the thread that reads.</summary>
    private sealed class AtOnce<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
