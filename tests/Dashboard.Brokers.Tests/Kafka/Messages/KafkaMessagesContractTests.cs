using Dashboard.Tests.Shared.Contract;
using Xunit.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>The contract of every broker, kept by Kafka with topics of one partition.</summary>
public sealed class KafkaMessagesContractTests(KafkaMessagesUnderTest broker, ITestOutputHelper output) : BrokerContract(broker, output), IClassFixture<KafkaMessagesUnderTest>;
