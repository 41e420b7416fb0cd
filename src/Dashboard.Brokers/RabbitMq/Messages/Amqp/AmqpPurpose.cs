namespace Dashboard.Brokers.RabbitMq.Messages.Amqp;

/// <summary>
/// What a connection is for. Consuming and publishing use separate ones, because a memory or disk alarm blocks a connection that has
/// published as a whole: acknowledgements on it would not be heard either.
/// </summary>
internal enum AmqpPurpose
{
    Consuming,
    Publishing,

    /// <summary>Questions and purges: where the broker answers one by closing the connection, no job is cut off.</summary>
    Commanding,
}
