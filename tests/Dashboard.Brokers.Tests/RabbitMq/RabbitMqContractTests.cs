using Dashboard.Tests.Shared.Contract;
using Xunit.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq;

/// <summary>The contract of every broker, kept by RabbitMQ with classic queues.</summary>
public sealed class RabbitMqContractTests(RabbitMqUnderTest broker, ITestOutputHelper output) : BrokerContract(broker, output), IClassFixture<RabbitMqUnderTest>;
