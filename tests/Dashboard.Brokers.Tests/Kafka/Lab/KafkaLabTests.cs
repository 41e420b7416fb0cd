using Dashboard.Tests.Shared.Kafka;
using Shouldly;
using Xunit;

namespace Dashboard.Brokers.Tests.Kafka.Lab;

/// <summary>What the Kafka tests stand on: the lab's own Kafka, and that its absence is told.</summary>
public sealed class KafkaLabTests
{
    [KafkaFact]
    public async Task Lab_MessagesWritten_AreReadByOffset()
    {
        var kafka = await KafkaLab.GetAsync();
        var topic = KafkaLab.TopicName("lab");
        await kafka.CreateTopicAsync(topic, partitions: 2, "cleanup.policy=compact");

        await kafka.KcatAsync("a:1\nb:2\n", "-P", "-t", topic, "-p", "1", "-K", ":");
        var read = await kafka.KcatAsync(null, "-C", "-e", "-q", "-t", topic, "-p", "1", "-o", "1", "-f", "%o %k %s");
        var described = await kafka.ToolAsync("topics", "--describe", "--topic", topic);
        await kafka.DeleteTopicAsync(topic);

        read.ShouldBe("1 b 2");
        described.ShouldContain("PartitionCount: 2");
        described.ShouldContain("cleanup.policy=compact");
    }

    [KafkaFact]
    public async Task Lab_ToolFails_ThrowsWithWhatItSaid()
    {
        var kafka = await KafkaLab.GetAsync();

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => kafka.ToolAsync("topics", "--describe", "--topic", "no-such-topic"));

        failure.Message.ShouldContain("no-such-topic");
    }

    [Fact]
    public async Task Check_NoKafkaAnywhere_SaysSoWithACodeOfItsOwn()
    {
        var alone = Directory.CreateTempSubdirectory("dashboard-no-kafka-").FullName;
        try
        {
            var (exitCode, output) = await LabCopy.CheckAsync(alone);

            exitCode.ShouldBe(3);
            output.ShouldContain("kafka: not here");
        }
        finally
        {
            Directory.Delete(alone, recursive: true);
        }
    }
}
