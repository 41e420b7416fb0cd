using Dashboard.Tests.Shared.Contract;
using Xunit.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq;

/// <summary>The contract of every broker, kept by RabbitMQ with quorum queues.</summary>
public sealed class RabbitMqQuorumContractTests(RabbitMqQuorumUnderTest broker, ITestOutputHelper output) : BrokerContract(broker, output), IClassFixture<RabbitMqQuorumUnderTest>;
