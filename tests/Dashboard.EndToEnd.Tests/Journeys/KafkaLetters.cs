using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;
using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>A topic of dead letters whose headers name another topic, by turns as Kafka Connect, Spring and plain producers write them; each has an id.</summary>
internal sealed class KafkaLetters
{
    private readonly KafkaCluster _cluster;
    private int _count;

    private KafkaLetters(KafkaCluster cluster) => _cluster = cluster;

    public string Origin { get; } = KafkaCluster.TopicName("origin");

    public string Dead { get; } = KafkaCluster.TopicName("dead");

    public static async Task<KafkaLetters> SeedAsync(KafkaCluster cluster, KafkaEye eye, int count)
    {
        var letters = new KafkaLetters(cluster);
        await Task.WhenAll(cluster.CreateTopicAsync(letters.Origin, partitions: 3), cluster.CreateTopicAsync(letters.Dead, partitions: 2));
        await letters.AddAsync(eye, count);
        return letters;
    }

    public async Task AddAsync(KafkaEye eye, int count)
    {
        var first = _count;
        await eye.ProduceAsync(Dead, 0, count / 2, i => Letter(first + i));
        await eye.ProduceAsync(Dead, 1, count - count / 2, i => Letter(first + count / 2 + i));
        _count += count;
    }

    /// <summary>Each message arrived, with its key and value, and nothing else did.</summary>
    /// <returns>The places in the dead-letter topic of those that arrived more than once, as a report names them.</returns>
    public IReadOnlyList<string> Check(KafkaEye eye)
    {
        var byId = eye.ReadAll(Origin).GroupBy(message => KafkaEye.HeaderOf(message, "id") ?? "none").ToDictionary(group => group.Key, group => group.ToList());
        Enumerable.Range(0, _count).Where(i => !byId.ContainsKey($"letter-{i}")).ShouldBeEmpty("no message is lost");
        byId.Count.ShouldBe(_count, "nothing else arrived");
        foreach (var (id, same) in byId)
        {
            same.ShouldAllBe(one => one.Message.Value == $$"""{"id": "{{id}}"}""");
            same.ShouldAllBe(one => one.Message.Key == $"key-{id}");
        }

        var places = eye.ReadAll(Dead).ToDictionary(letter => KafkaEye.HeaderOf(letter, "id")!, PlaceOf);
        return [.. byId.Where(one => one.Value.Count > 1).Select(one => places[one.Key])];
    }

    /// <summary>Where each letter stands in the dead-letter topic.</summary>
    public IReadOnlyList<string> Places(KafkaEye eye) => [.. eye.ReadAll(Dead).Select(PlaceOf)];

    public Task DeleteAsync() => Task.WhenAll(_cluster.DeleteTopicAsync(Origin), _cluster.DeleteTopicAsync(Dead));

    private static string PlaceOf(ConsumeResult<string, string> letter) => $"{letter.Partition.Value}:{letter.Offset.Value}";

    private Message<string, string> Letter(int number)
    {
        var headers = new Headers { { "id", Bytes($"letter-{number}") } };
        switch (number % 3)
        {
            case 0:
                headers.Add("__connect.errors.topic", Bytes(Origin));
                headers.Add("__connect.errors.partition", Bytes("1"));
                headers.Add("__connect.errors.exception.message", Bytes("no such customer"));
                break;
            case 1:
                var partition = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32BigEndian(partition, 2);
                headers.Add("kafka_dlt-original-topic", Bytes(Origin));
                headers.Add("kafka_dlt-original-partition", partition);
                headers.Add("kafka_dlt-exception-message", Bytes("no such customer"));
                break;
            default:
                headers.Add("x-original-topic", Bytes(Origin));
                headers.Add("x-error-reason", Bytes("no such customer"));
                break;
        }

        return new Message<string, string> { Key = $"key-letter-{number}", Value = $$"""{"id": "letter-{{number}}"}""", Headers = headers };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
