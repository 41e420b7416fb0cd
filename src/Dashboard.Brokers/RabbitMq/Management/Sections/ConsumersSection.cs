using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Consumers attached to queues over AMQP.</summary>
internal static class ConsumersSection
{
    public const string Id = "consumers";

    private static readonly SectionDefinition Definition = new(Id, "Consumers", "consumer",
    [
        Text("tag", "Consumer tag", "Name the client gave the consumer, or the broker made up."),
        Text("queue", "Queue", "The queue it consumes from.").LinksTo("queues", "vhost", "queue"),
        Text("vhost", "Virtual host", "The virtual host it belongs to.").LinksTo("vhosts", "vhost"),
        Integer("prefetch", "Prefetch", "At most this many messages are on their way to it unacknowledged; 0 is no limit."),
        Enumeration("ack_mode", "Ack mode", "manual: it acknowledges; automatic: a message counts as done when it was sent."),
        Flag("active", "Active", "No: it stands by, another is the single active consumer.") with { Tones = new Dictionary<string, Tone> { ["0"] = Tone.Info, ["1"] = Tone.Good } },
        Enumeration("activity_status", "Status", "up, single_active, waiting, suspected_down.", ("up", Tone.Good), ("single_active", Tone.Good), ("waiting", Tone.Info), ("suspected_down", Tone.Bad)),
        Flag("exclusive", "Exclusive", "Nobody else may consume from the queue.").Hidden(),
        Text("channel", "Channel", "The channel it consumes on.").LinksTo("channels", "channel"),
        Text("connection", "Connection", "The connection it came by.").LinksTo("connections", "connection"),
        Text("user", "User", "The account the client signed in with."),
        Text("peer", "Client address", "The client's address and port; a proxy's where one stands between."),
        Text("node", "Node", "The node its connection goes to.").LinksTo("nodes", "node").Hidden(),
        Text("arguments", "Arguments", "What the client asked for when it began to consume.").Hidden(),
    ])
    {
        KeyColumns = ["vhost", "queue", "channel", "tag"],
        NameColumn = "tag",
        ScopeColumn = "vhost",
        EmptyText = "Nobody consumes from any queue this user may see.",
    };

    public static readonly JsonSection Section = new(
        Definition,
        "consumers",
        c => c.Member("queue").Text("name") is { } queue && c.Text("consumer_tag") is { } tag
            ? RowKey.Of(c.Member("queue").Text("vhost") ?? "", queue, c.Member("channel_details").Text("name") ?? "", tag)
            : null,
        Fill)
    {
        NeedsStatistics = true,
        HasVhostPaths = true,
    };

    private static void Fill(SectionTableBuilder row, JsonElement consumer, DateTimeOffset now)
    {
        var channel = consumer.Member("channel_details");
        row
            .Set("tag", consumer.Text("consumer_tag"))
            .Set("queue", consumer.Member("queue").Text("name"))
            .Set("vhost", consumer.Member("queue").Text("vhost") ?? "")
            .Set("prefetch", consumer.Integer("prefetch_count"))
            .Set("ack_mode", consumer.Flag("ack_required") switch { true => "manual", false => "automatic", null => null })
            .Set("active", consumer.Flag("active"))
            .Set("activity_status", consumer.Text("activity_status"))
            .Set("exclusive", consumer.Flag("exclusive"))
            .Set("channel", channel.Text("name") ?? "")
            .Set("connection", channel.Text("connection_name"))
            .Set("user", channel.Text("user"))
            .Set("peer", Peer.Of(channel))
            .Set("node", channel.Text("node"))
            .Set("arguments", consumer.Member("arguments").AsShownText());
    }
}
