using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Brokers.RabbitMq.Management.Sources;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Channels of client connections.</summary>
internal static class ChannelsSection
{
    public const string Id = "channels";

    private static readonly SectionDefinition Definition = new(Id, "Channels", "channel",
    [
        Text("name", "Name", "The connection's name and the channel's number."),
        Text("connection", "Connection", "The connection it was opened on.").LinksTo("connections", "connection"),
        Text("vhost", "Virtual host", "The virtual host it belongs to.").LinksTo("vhosts", "vhost"),
        Text("user", "User", "The account the client signed in with."),
        Enumeration("state", "State", "running or idle; flow: its publishes are slowed down.",
            ("running", Tone.Good), ("idle", Tone.Neutral), ("flow", Tone.Warning), ("blocked", Tone.Bad), ("closing", Tone.Info)),
        RabbitMqSignals.VerdictOf(Id),
        Integer("consumers", "Consumers", "Consumers on this channel.").Totalled(),
        Integer("unacked", "Unacked", "Messages delivered on it and not yet acknowledged.").History().Totalled(),
        Integer("prefetch", "Prefetch", "Limit of unacknowledged messages for each new consumer; 0 is no limit."),
        Integer("global_prefetch", "Global prefetch", "Limit of unacknowledged messages for the channel as a whole; 0 is no limit.").Hidden(),
        Enumeration("mode", "Mode", "confirm: the broker confirms publishes; transactional: AMQP transactions; plain: neither."),
        Integer("unconfirmed", "Unconfirmed", "Publishes that wait for the broker's confirmation.").Totalled(),
        Rate("publish_rate", "Publish", "Messages published on it per second.").History().Totalled(),
        Rate("deliver_rate", "Deliver / get", "Messages handed out on it per second, to consumers and by basic.get.").History().Totalled(),
        Rate("ack_rate", "Ack", "Acknowledgements per second.").History().Totalled(),
        Rate("redeliver_rate", "Redeliver", "Deliveries per second that had been delivered before.").Hidden().Totalled(),
        Rate("return_rate", "Returned", "Mandatory publishes per second that reached no queue.").Hidden().Totalled(),
        Rate("drop_rate", "Dropped", "Publishes per second, not mandatory, that reached no queue and were thrown away.").Hidden().Totalled(),
        Integer("number", "Number", "Its number within the connection.").Hidden(),
        Timestamp("idle_since", "Idle since", "Since when nothing has happened on it.").Hidden(),
        Text("node", "Node", "The node that runs it.").LinksTo("nodes", "node").Hidden(),
    ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        EmptyText = "No channel is open, or this user may not see the channels of others: the tag 'monitoring' shows all.",
        Relations =
        [
            Relation("consumers", "Consumers", "consumers", "Nothing is consumed on this channel.", ("name", "channel")),
        ],
    };

    public static readonly JsonSection Section = new(Definition, "channels", c => c.Text("name") is { } name ? RowKey.Of(name) : null, Fill)
    {
        NeedsStatistics = true,
        MaxRows = 10_000,
        Fields = "name,connection_details.name,vhost,user,state,consumer_count,messages_unacknowledged,messages_unconfirmed,prefetch_count,global_prefetch_count,"
            + "confirm,transactional,number,idle_since,node,message_stats.publish_details.rate,message_stats.deliver_get_details.rate,message_stats.ack_details.rate,"
            + "message_stats.redeliver_details.rate,message_stats.return_unroutable_details.rate,message_stats.drop_unroutable_details.rate",
        RateColumns = ["publish_rate", "deliver_rate", "ack_rate", "redeliver_rate", "return_rate", "drop_rate"],
    };

    private static void Fill(SectionTableBuilder row, JsonElement channel, DateTimeOffset now) => row
        .Set("name", channel.Text("name"))
        .Set("connection", channel.Member("connection_details").Text("name"))
        .Set("vhost", channel.Text("vhost"))
        .Set("user", channel.Text("user"))
        .Set("state", channel.Text("state"))
        .Set("consumers", channel.Integer("consumer_count"))
        .Set("unacked", channel.Integer("messages_unacknowledged"))
        .Set("prefetch", channel.Integer("prefetch_count"))
        .Set("global_prefetch", channel.Integer("global_prefetch_count"))
        .Set("mode", (channel.Flag("confirm"), channel.Flag("transactional")) switch
        {
            (true, _) => "confirm",
            (_, true) => "transactional",
            (null, null) => null,
            _ => "plain",
        })
        .Set("unconfirmed", channel.Integer("messages_unconfirmed"))
        .Set("publish_rate", SectionRows.RateOf(channel, "publish"))
        .Set("deliver_rate", SectionRows.RateOf(channel, "deliver_get"))
        .Set("ack_rate", SectionRows.RateOf(channel, "ack"))
        .Set("redeliver_rate", SectionRows.RateOf(channel, "redeliver"))
        .Set("return_rate", SectionRows.RateOf(channel, "return_unroutable"))
        .Set("drop_rate", SectionRows.RateOf(channel, "drop_unroutable"))
        .Set("number", channel.Integer("number"))
        .Set("idle_since", BrokerTime.Of(channel.Member("idle_since")))
        .Set("node", channel.Text("node"));
}
