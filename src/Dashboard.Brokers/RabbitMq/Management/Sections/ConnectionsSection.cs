using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Client connections.</summary>
internal static class ConnectionsSection
{
    public const string Id = "connections";

    private static readonly SectionDefinition Definition = new(Id, "Connections", "connection",
    [
        Text("name", "Name", "Client address and port → broker address and port."),
        Text("client_name", "Client name", "The name the client gave itself (connection_name)."),
        Text("vhost", "Virtual host", "The virtual host it was opened to.").LinksTo("vhosts", "vhost"),
        Text("user", "User", "The account the client signed in with."),
        Enumeration("state", "State", "running; flow: its publishes are slowed down; blocking, blocked: an alarm lets no publishes through.",
            ("running", Tone.Good), ("flow", Tone.Warning), ("blocking", Tone.Warning), ("blocked", Tone.Bad), ("closing", Tone.Info), ("closed", Tone.Info)),
        RabbitMqSignals.VerdictOf(Id),
        Integer("channels", "Channels", "Channels open on it.").Totalled(),
        Rate("receive_rate", "From client", "Bytes per second that the broker gets from this client.").History().Totalled(),
        Rate("send_rate", "To client", "Bytes per second that the broker sends to this client.").History().Totalled(),
        Flag("tls", "TLS", "Whether the connection is encrypted."),
        Text("tls_details", "TLS details", "Protocol version and cipher.").Hidden(),
        Text("certificate", "Client certificate", "Subject of the certificate that the client presented; empty where it presented none.").Hidden(),
        Text("certificate_issuer", "Certificate issuer", "Who signed the client's certificate.").Hidden(),
        Text("certificate_validity", "Certificate validity", "From when to when the client's certificate is valid.").Hidden(),
        Enumeration("protocol", "Protocol", "Protocol and version: AMQP 0-9-1, AMQP 1-0, MQTT, STOMP, stream."),
        Text("peer", "Client address", "The client's address and port; a proxy's where one stands between.").Hidden(),
        Text("client", "Client library", "What the client says of itself: product, version and platform."),
        Timestamp("connected_at", "Connected", "When the client connected."),
        Duration("heartbeat", "Heartbeat", "Agreed heartbeat time-out; 0 is off.").Hidden(),
        Text("auth_mechanism", "Auth mechanism", "How the client signed in: PLAIN, AMQPLAIN, EXTERNAL.").Hidden(),
        Text("node", "Node", "The node it is connected to.").LinksTo("nodes", "node").Hidden(),
        Text("client_properties", "Client properties", "All that the client says of itself.").Hidden(),
    ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        EmptyText = "No client is connected, or this user may not see the connections of others: the tag 'monitoring' shows all.",
        Relations =
        [
            Relation("channels", "Channels", "channels", "This connection has no channel open.", ("name", "connection")),
            Relation("consumers", "Consumers", "consumers", "This connection consumes from no queue.", ("name", "connection")),
        ],
    };

    public static readonly JsonSection Section = new(Definition, "connections", c => c.Text("name") is { } name ? RowKey.Of(name) : null, Fill)
    {
        MaxRows = 5_000,
        Fields = "name,user_provided_name,vhost,user,state,channels,recv_oct_details.rate,send_oct_details.rate,ssl,ssl_protocol,ssl_cipher,protocol,peer_cert_subject,peer_cert_issuer,peer_cert_validity,"
            + "peer_host,peer_port,client_properties,connected_at,timeout,auth_mechanism,node",
        RateColumns = ["receive_rate", "send_rate"],
    };

    private static void Fill(SectionTableBuilder row, JsonElement connection, DateTimeOffset now)
    {
        var client = connection.Member("client_properties");
        var library = string.Join(' ', new[] { client.Text("product"), client.Text("version") }.Where(t => !string.IsNullOrEmpty(t)));
        var platform = client.Text("platform");
        var tls = string.Join(' ', new[] { connection.Text("ssl_protocol"), connection.Text("ssl_cipher") }.Where(t => !string.IsNullOrEmpty(t)));
        row
            .Set("name", connection.Text("name"))
            .Set("client_name", connection.Text("user_provided_name") ?? client.Text("connection_name"))
            .Set("vhost", connection.Text("vhost"))
            .Set("user", connection.Text("user"))
            .Set("state", connection.Text("state"))
            .Set("channels", connection.Integer("channels"))
            .Set("receive_rate", connection.Member("recv_oct_details").Number("rate"))
            .Set("send_rate", connection.Member("send_oct_details").Number("rate"))
            .Set("tls", connection.Flag("ssl"))
            .Set("tls_details", tls.Length == 0 ? null : tls)
            .Set("certificate", Given(connection, "peer_cert_subject"))
            .Set("certificate_issuer", Given(connection, "peer_cert_issuer"))
            .Set("certificate_validity", Given(connection, "peer_cert_validity"))
            .Set("protocol", connection.Text("protocol"))
            .Set("peer", Peer.Of(connection))
            .Set("client", library.Length == 0 ? platform : platform is null ? library : $"{library} ({platform})")
            .Set("connected_at", connection.Milliseconds("connected_at"))
            .Set("heartbeat", connection.Number("timeout"))
            .Set("auth_mechanism", connection.Text("auth_mechanism"))
            .Set("node", connection.Text("node"))
            .Set("client_properties", client.AsShownText());
    }

    private static string? Given(JsonElement connection, string name) => connection.Text(name) is { Length: > 0 } text ? text : null;
}
