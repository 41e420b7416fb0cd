using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Queues of all kinds, streams among them.</summary>
internal static class QueuesSection
{
    public const string Id = "queues";

    public static readonly SectionDefinition Definition = new(Id, "Queues", "queue",
    [
        Text("name", "Name", "Name of the queue or stream, as it was declared."),
        Text("vhost", "Virtual host", "The virtual host it belongs to.").LinksTo("vhosts", "vhost"),
        Enumeration("type", "Type", "classic, quorum or stream."),
        Enumeration("state", "State", "What the broker says of it: running, idle, flow (publishers are slowed down), down, minority (no majority of its members is online), crashed.",
            ("running", Tone.Good), ("idle", Tone.Neutral), ("live", Tone.Good), ("flow", Tone.Warning), ("syncing", Tone.Info),
            ("down", Tone.Bad), ("minority", Tone.Bad), ("crashed", Tone.Bad), ("stopped", Tone.Bad), ("terminated", Tone.Bad)),
        RabbitMqSignals.VerdictOf(Id),
        Integer("ready", "Ready", "Messages that can be delivered now. On a stream: all messages it holds.").History().Totalled(),
        Integer("unacked", "Unacked", "Messages delivered to a consumer and not yet acknowledged.").History().Totalled(),
        Integer("consumers", "Consumers", "Consumers attached.").Rotating().History(),
        Integer("total", "Total", "Ready and unacked together.").History().Totalled(),
        Rate("publish_rate", "Publish", "Messages that arrive per second, by all routes, dead-lettering included.").Rotating().History().Totalled(),
        Rate("deliver_rate", "Deliver / get", "Messages handed out per second, to consumers and by basic.get, redeliveries included.").Rotating().History().Totalled(),
        Rate("ack_rate", "Ack", "Acknowledgements per second.").Rotating().History().Totalled(),
        Rate("redeliver_rate", "Redeliver", "Deliveries per second that had been delivered before. Near the deliver rate, the same messages go round.").Rotating().History().Totalled(),
        Duration("time_to_drain", "Time to drain", "Until nothing waits, at the rates of now. Not known while it does not shrink.").Rotating(),
        Duration("time_to_full", "Time to full", "Until it has its max length, at the rates of now. Not known without a limit, nor while it does not grow.").Rotating(),
        Of(ColumnType.Percent, "consumer_capacity", "Consumer capacity", "Share of the time in which consumers could take a message at once. Low: more consumers or a larger prefetch would help.").Rotating(),
        Bytes("memory", "Memory", "Memory of the queue's process at the broker.").Rotating().History().Totalled(),
        Bytes("message_bytes", "Message bytes", "Bodies of all its messages; the broker does not tell it for streams.").Rotating().Totalled().Hidden(),
        Duration("head_age", "Head age", "Age of the message at the head, by the timestamp its publisher set. Not known where publishers set none, nor for quorum queues and streams.").Rotating(),
        Timestamp("idle_since", "Idle since", "Since when nothing has happened in it; only classic queues tell.").Rotating().Hidden(),
        Text("dlx", "DLX", "Exchange that rejected and expired messages go to, from its arguments or a policy. Empty name: the default exchange.").LinksTo("exchanges", "vhost", "dlx"),
        Text("dl_routing_key", "DL routing key", "Routing key that dead-lettered messages get; each keeps its own where there is none.").Hidden(),
        Duration("ttl", "Message TTL", "Messages older than this expire; the smaller one of argument and policy.").Hidden(),
        Integer("max_length", "Max length", "At most this many messages ready; the smaller one of argument and policy.").Hidden(),
        Bytes("max_length_bytes", "Max bytes", "At most this many bytes of bodies; the smaller one of argument and policy.").Hidden(),
        Enumeration("overflow", "Overflow", "What happens when it is full: drop-head (the default), reject-publish, reject-publish-dlx.").Hidden(),
        Integer("delivery_limit", "Delivery limit", "After this many deliveries that came back a quorum queue drops or dead-letters a message.").Hidden(),
        Duration("expires", "Expires", "The queue itself is deleted after this long without use.").Hidden(),
        Integer("max_priority", "Max priority", "Highest message priority of a priority queue.").Hidden(),
        Flag("single_active", "Single active consumer", "One consumer gets everything, the others stand by.").Hidden(),
        Text("policy", "Policy", "The policy that applies.").LinksTo("policies", "vhost", "policy_kind", "policy"),
        Text("operator_policy", "Operator policy", "The operator policy that applies.").Hidden(),
        Text("policy_kind", "Policy kind", "Always 'policy' where a policy applies.").Hidden(),
        Text("node", "Node", "The node that runs it, or its leader.").LinksTo("nodes", "node"),
        Text("leader", "Leader", "The node that leads a quorum queue or stream.").LinksTo("nodes", "leader").Hidden(),
        Integer("members", "Members", "Nodes that hold a copy.").Hidden(),
        Integer("online", "Online", "Nodes that hold a copy and are reachable. Half of the members or fewer: no majority.").Hidden(),
        Text("member_nodes", "Member nodes", "Names of the nodes that hold a copy.").Hidden(),
        Text("online_nodes", "Online nodes", "Names of the nodes that hold a copy and are reachable.").Hidden(),
        Flag("durable", "Durable", "Survives a restart of the broker.").Hidden(),
        Flag("exclusive", "Exclusive", "Belongs to one connection and goes with it.").Hidden(),
        Flag("auto_delete", "Auto-delete", "Is deleted when its last consumer goes.").Hidden(),
        Text("arguments", "Arguments", "As it was declared.").Hidden(),
    ])
    {
        KeyColumns = ["vhost", "name"],
        NameColumn = "name",
        ScopeColumn = "vhost",
        DestinationKind = "queue",
        DefaultSort = "ready",
        IsDefaultSortDescending = true,
        EmptyText = "There is no queue that this user may see. A user sees the queues of vhosts on which it has any permission.",
        Holders = new HoldersDefinition("unacked", "consumers", "channel")
        {
            TakerColumns = ["tag", "ack_mode", "prefetch", "active", "channel", "connection", "user", "peer"],
            LimitColumn = "prefetch",
            HeldColumn = "unacked",
            SharedColumn = "consumers",
            CounterColumns = ["idle_since", "ack_rate", "deliver_rate"],
            Limits =
            [
                "The broker counts unacked messages for each channel, not for each consumer; a channel with several consumers, also of other queues, is counted as a whole.",
                "The messages themselves cannot be seen: over AMQP nobody but the holder can look at a delivered message. The broker does not tell since when one is held either; how long its channel has been idle is the nearest it tells.",
                "They come back to the queue, with the redelivered flag set, when the holder rejects them, or when its channel or connection closes. To have them back, close the holder's connection from its own page; whatever the client was working on may then be done twice.",
                "Messages got with basic.get belong to a channel without a consumer and are not in this list.",
            ],
        },
        Relations =
        [
            Relation("consumers", "Consumers", "consumers", "No consumer takes messages from this queue.", ("vhost", "vhost"), ("name", "queue")),
            Relation("bindings", "Bindings", "bindings", "Nothing is bound to this queue.", ("vhost", "vhost"), ("name", "queue")) with
            {
                Where = [new FixedMatch("destination_type", "queue")],
            },
        ],
    };
}
