namespace Dashboard.Brokers.Kafka;

/// <summary>
/// The properties of librdkafka that a connection may set by their own names. Not allowed is what names files, loads plug-ins, holds secrets, or changes
/// what the dashboard itself relies on (offsets, acknowledgements, idempotence).
/// </summary>
internal static class KafkaProperties
{
    public static readonly IReadOnlyList<string> Allowed =
    [
        "api.version.request.timeout.ms",
        "broker.address.family",
        "broker.address.ttl",
        "client.dns.lookup",
        "client.rack",
        "compression.type",
        "connections.max.idle.ms",
        "fetch.max.bytes",
        "linger.ms",
        "log.connection.close",
        "message.max.bytes",
        "metadata.max.age.ms",
        "receive.message.max.bytes",
        "reconnect.backoff.max.ms",
        "reconnect.backoff.ms",
        "retry.backoff.max.ms",
        "retry.backoff.ms",
        "sasl.kerberos.principal",
        "sasl.kerberos.service.name",
        "socket.connection.setup.timeout.ms",
        "socket.keepalive.enable",
        "socket.nagle.disable",
        "socket.receive.buffer.bytes",
        "socket.send.buffer.bytes",
        "socket.timeout.ms",
        "ssl.cipher.suites",
        "ssl.curves.list",
        "topic.metadata.refresh.interval.ms",
    ];
}
