using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Brokers.RabbitMq.Routing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Exchanges; the default exchange has the empty name.</summary>
internal static class ExchangesSection
{
    public const string Id = "exchanges";

    private static readonly SectionDefinition Definition = new(Id, "Exchanges", "exchange",
    [
        Text("name", "Name", "Name of the exchange; the empty name is the default exchange, which routes to the queue named by the routing key."),
        Text("vhost", "Virtual host", "The virtual host it belongs to.").LinksTo("vhosts", "vhost"),
        Enumeration("type", "Type", "How it routes: direct, topic, fanout, headers, or a plugin's type."),
        RabbitMqSignals.VerdictOf(Id),
        Rate("publish_in_rate", "In", "Messages that arrive per second.").History().Totalled(),
        Rate("publish_out_rate", "Out", "Messages it hands to queues and other exchanges per second; more than in where several bindings match.").History().Totalled(),
        Text("alternate_exchange", "Alternate exchange", "Gets the messages that no binding of this exchange matches, where the exchange itself names it; its policy may name one too.").LinksTo(Id, "vhost", "alternate_exchange"),
        Flag("durable", "Durable", "Survives a restart of the broker."),
        Flag("auto_delete", "Auto-delete", "Is deleted when its last binding goes.").Hidden(),
        Flag("internal", "Internal", "Takes messages from other exchanges only; nobody can publish to it."),
        Text("policy", "Policy", "The policy that applies.").LinksTo("policies", "vhost", "policy_kind", "policy").Hidden(),
        Text("policy_kind", "Policy kind", "Always 'policy' where a policy applies.").Hidden(),
        Text("user", "Made by", "The user that declared it.").Hidden(),
        Text("arguments", "Arguments", "As it was declared.").Hidden(),
        Text("delayed_type", "Delayed type", "The type by which an exchange of the delayed-message plugin routes.").Hidden(),
    ])
    {
        KeyColumns = ["vhost", "name"],
        NameColumn = "name",
        ScopeColumn = "vhost",
        DestinationKind = "exchange",
        EmptyText = "There is no exchange that this user may see: every vhost has some, so the user has no permission on any vhost.",
        Relations =
        [
            Relation("bindings-from", "Bindings from here", "bindings", "Nothing is bound to this exchange: what is published to it is dropped, returned, or goes to its alternate exchange.", ("vhost", "vhost"), ("name", "source")),
            Relation("bindings-to", "Bindings to here", "bindings", "No other exchange routes to this one.", ("vhost", "vhost"), ("name", "exchange")) with
            {
                Where = [new FixedMatch("destination_type", "exchange")],
            },
            Relation("dead-letters", "Dead letters from", "queues", "No queue dead-letters to this exchange.", ("vhost", "vhost"), ("name", "dlx")),
        ],
    };

    public static readonly JsonSection Section = new(
        Definition,
        "exchanges",
        e => e.Text("name") is { } name && e.Text("vhost") is { } vhost ? RowKey.Of(vhost, name) : null,
        (row, e, _) => row
            .Set("name", e.Text("name"))
            .Set("vhost", e.Text("vhost"))
            .Set("type", e.Text("type"))
            .Set("publish_in_rate", SectionRows.RateOf(e, "publish_in"))
            .Set("publish_out_rate", SectionRows.RateOf(e, "publish_out"))
            .Set("alternate_exchange", ExchangeFacts.OwnAlternate(e))
            .Set("durable", e.Flag("durable"))
            .Set("auto_delete", e.Flag("auto_delete"))
            .Set("internal", e.Flag("internal"))
            .Set("policy", e.Text("policy"))
            .Set("policy_kind", e.Text("policy") is null ? null : "policy")
            .Set("user", e.Text("user_who_performed_action"))
            .Set("arguments", e.Member("arguments").AsShownText())
            .Set("delayed_type", ExchangeFacts.DelayedType(e)))
    {
        HasVhostPaths = true,
        RateColumns = ["publish_in_rate", "publish_out_rate"],
    };
}
