using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.Tests.Linked;

/// <summary>
/// Transactions of a plain client. A broker confirms the end of one before the marker of it stands in the log: until then the messages after it, and its own, are not
/// to be had by who reads what is committed.
/// </summary>
internal static class KafkaTransaction
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Writes values in one transaction and waits for the marker of its end; null leaves it open. The caller disposes the producer, which ends nothing.</summary>
    public static IProducer<byte[]?, byte[]?> Run(string servers, string topic, int partition, bool? commits, IReadOnlyCollection<byte[]?> values)
    {
        var place = new TopicPartition(topic, partition);
        using var admin = Admin(servers);
        var before = End(admin, place, IsolationLevel.ReadUncommitted);
        var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = servers, TransactionalId = $"test-{Guid.NewGuid():N}", TransactionTimeoutMs = 600_000 }).Build();
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        foreach (var value in values)
            producer.Produce(place, new Message<byte[]?, byte[]?> { Value = value });
        producer.Flush(Patience);
        if (commits is true)
            producer.CommitTransaction(Patience);
        else if (commits is false)
            producer.AbortTransaction(Patience);
        else
            return producer;
        Wait(() => End(admin, place, IsolationLevel.ReadUncommitted) >= before + values.Count + 1);
        return producer;
    }

    /// <summary>Waits until no transaction of a partition is open any more.</summary>
    public static void WaitForTheLast(string servers, string topic, int partition = 0)
    {
        using var admin = Admin(servers);
        var place = new TopicPartition(topic, partition);
        Wait(() => End(admin, place, IsolationLevel.ReadCommitted) == End(admin, place, IsolationLevel.ReadUncommitted));
    }

    private static IAdminClient Admin(string servers) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();

    private static long End(IAdminClient admin, TopicPartition place, IsolationLevel isolation) => admin
        .ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = place, OffsetSpec = OffsetSpec.Latest() }], new ListOffsetsOptions { IsolationLevel = isolation })
        .GetAwaiter().GetResult().ResultInfos[0].TopicPartitionOffsetError.Offset.Value;

    private static void Wait(Func<bool> isSo)
    {
        for (var started = DateTime.UtcNow; !isSo();)
        {
            if (DateTime.UtcNow - started > Patience)
                throw new TimeoutException("The transaction does not end.");
            Thread.Sleep(20);
        }
    }
}
