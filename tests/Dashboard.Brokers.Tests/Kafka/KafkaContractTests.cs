using Dashboard.Tests.Shared.Contract;
using Xunit.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka;

/// <summary>The contract of every broker, kept by Kafka.</summary>
public sealed class KafkaContractTests(KafkaUnderTest broker, ITestOutputHelper output) : BrokerContract(broker, output), IClassFixture<KafkaUnderTest>;
