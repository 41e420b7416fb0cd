using Confluent.Kafka;

namespace Dashboard.EndToEnd.Tests.Brokers;

/// <summary>
/// A member of a group that commits each message it has read. Where it comes to the poison message it goes back to it and commits its offset
/// again, twice a second, until it is disposed: what a service does that cannot read one message and must not skip any.
/// </summary>
public sealed class StuckConsumer : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public StuckConsumer(string servers, string group, string topic, TopicPartitionOffset? poison)
        => _loop = Task.Run(() => ConsumeAsync(servers, group, topic, poison));

    /// <summary>Leaves the group and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task ConsumeAsync(string servers, string group, string topic, TopicPartitionOffset? poison)
    {
        using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = group,
            ClientId = "billing-1",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        consumer.Subscribe(topic);
        while (!_stop.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is not { } message)
                continue;
            if (message.TopicPartitionOffset == poison)
            {
                consumer.Commit([poison]);
                consumer.Seek(poison);
                await Task.Delay(BetweenTries);
            }
            else
            {
                consumer.Commit([new TopicPartitionOffset(message.TopicPartition, message.Offset + 1)]);
            }
        }

        consumer.Close();
    }
}
