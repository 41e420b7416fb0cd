using Dashboard.Tests.Shared.Contract;
using Xunit.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq;

/// <summary>The contract of every broker, kept by RabbitMQ with streams: the shape in which a log keeps it.</summary>
public sealed class RabbitMqStreamContractTests(RabbitMqStreamUnderTest broker, ITestOutputHelper output) : BrokerContract(broker, output), IClassFixture<RabbitMqStreamUnderTest>;
