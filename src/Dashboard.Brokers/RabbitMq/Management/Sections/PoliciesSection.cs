using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Policies and operator policies, in one list told apart by their kind.</summary>
internal static class PoliciesSection
{
    public const string Id = "policies";
    public const string UserKind = "policy";
    public const string OperatorKind = "operator policy";

    public static readonly SectionDefinition Definition = new(Id, "Policies", "policy",
    [
        Text("name", "Name", "Name of the policy."),
        Text("vhost", "Virtual host", "The virtual host it applies in.").LinksTo("vhosts", "vhost"),
        Enumeration("kind", "Kind", "policy, or operator policy: set by the operators of the broker, it cannot be loosened by the other."),
        Text("pattern", "Pattern", "Regular expression over names."),
        Enumeration("apply_to", "Applies to", "queues, classic_queues, quorum_queues, streams, exchanges or all."),
        Integer("priority", "Priority", "Where several match, the highest priority applies alone."),
        Text("definition", "Definition", "What it sets."),
        Text("alternate_exchange", "Alternate exchange", "The alternate exchange it gives to exchanges that name none themselves.").LinksTo("exchanges", "vhost", "alternate_exchange").Hidden(),
        Text("user_policy", "Policy", "The name, for policies.").Hidden(),
        Text("operator_policy", "Operator policy", "The name, for operator policies.").Hidden(),
    ])
    {
        KeyColumns = ["vhost", "kind", "name"],
        NameColumn = "name",
        ScopeColumn = "vhost",
        EmptyText = "No policy is set in any vhost that this user may see.",
        Relations =
        [
            Relation("queues", "Queues", "queues", "It applies to no queue.", ("vhost", "vhost"), ("user_policy", "policy")),
            Relation("operator-queues", "Queues (operator policy)", "queues", "It applies to no queue as an operator policy.", ("vhost", "vhost"), ("operator_policy", "operator_policy")),
            Relation("exchanges", "Exchanges", "exchanges", "It applies to no exchange.", ("vhost", "vhost"), ("user_policy", "policy")),
        ],
    };

    public static RowKey? KeyOf(JsonElement policy, string kind)
        => policy.Text("name") is { } name && policy.Text("vhost") is { } vhost ? RowKey.Of(vhost, kind, name) : null;

    public static void Fill(SectionTableBuilder row, JsonElement policy, string kind) => row
        .Set("name", policy.Text("name"))
        .Set("vhost", policy.Text("vhost"))
        .Set("kind", kind)
        .Set("pattern", policy.Text("pattern"))
        .Set("apply_to", policy.Text("apply-to"))
        .Set("priority", policy.Integer("priority"))
        .Set("definition", policy.Member("definition").AsShownText())
        .Set("alternate_exchange", kind == UserKind ? policy.Member("definition").Text("alternate-exchange") : null)
        .Set("user_policy", kind == UserKind ? policy.Text("name") : null)
        .Set("operator_policy", kind == OperatorKind ? policy.Text("name") : null);
}
