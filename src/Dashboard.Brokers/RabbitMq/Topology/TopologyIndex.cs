using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Brokers.RabbitMq.Routing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Topology;

/// <summary>A snapshot's tables of exchanges, bindings, queues and policies, taken apart by vhost. Any of them may be missing.</summary>
internal sealed class TopologyIndex
{
    private readonly SectionTable?[] _tables;
    private readonly Lazy<Dictionary<string, VhostTopology>> _vhosts;

    private TopologyIndex(SectionTable?[] tables)
    {
        _tables = tables;
        _vhosts = new(() => Build(tables[0], tables[1], tables[2], tables[3]));
    }

    public static IReadOnlyList<string> SectionIds { get; } = [ExchangesSection.Id, BindingsSection.Id, QueuesSection.Id, PoliciesSection.Id];

    public IEnumerable<VhostTopology> All => _vhosts.Value.Values;

    /// <summary>The index of the snapshot: the last one where the tables are the same.</summary>
    public static TopologyIndex Of(ConnectionSnapshot snapshot, TopologyIndex? last)
    {
        var tables = SectionIds.Select(id => snapshot.Section(id)?.Table).ToArray();
        return last is not null && tables.AsSpan().SequenceEqual(last._tables) ? last : new TopologyIndex(tables);
    }

    /// <summary>The vhost; null where none of its things is known.</summary>
    public VhostTopology? Find(string virtualHost) => _vhosts.Value.GetValueOrDefault(virtualHost);

    private static Dictionary<string, VhostTopology> Build(SectionTable? exchanges, SectionTable? bindings, SectionTable? queues, SectionTable? policies)
    {
        var alternates = PolicyAlternates(policies);
        var exchangesOf = new Dictionary<string, Dictionary<string, ExchangeRow>>();
        var bindingsOf = new Dictionary<string, Dictionary<string, List<BoundRow>>>();
        var queuesOf = new Dictionary<string, Dictionary<string, QueueRow>>();
        for (var row = 0; row < exchanges?.RowCount; row++)
            Part(exchangesOf, exchanges["vhost"].TextAt(row))[exchanges["name"].TextAt(row) ?? ""] = ExchangeAt(exchanges, row, alternates);
        for (var row = 0; row < queues?.RowCount; row++)
            Part(queuesOf, queues["vhost"].TextAt(row))[queues["name"].TextAt(row) ?? ""] = QueueAt(queues, row);
        for (var row = 0; row < bindings?.RowCount; row++)
            Part(Part(bindingsOf, bindings["vhost"].TextAt(row)), bindings["source"].TextAt(row)).Add(BindingAt(bindings, row));
        return exchangesOf.Keys.Union(queuesOf.Keys).Union(bindingsOf.Keys).ToDictionary(name => name, name => new VhostTopology(name)
        {
            Exchanges = Part(exchangesOf, name),
            Queues = Part(queuesOf, name),
            Bindings = Part(bindingsOf, name),
        });
    }

    private static T Part<T>(Dictionary<string, T> parts, string? name)
        where T : new()
    {
        if (!parts.TryGetValue(name ?? "", out var part))
            parts[name ?? ""] = part = new T();
        return part;
    }

    private static Dictionary<(string VirtualHost, string Name), string> PolicyAlternates(SectionTable? policies)
    {
        var alternates = new Dictionary<(string, string), string>();
        for (var row = 0; row < policies?.RowCount; row++)
        {
            if (policies["alternate_exchange"].TextAt(row) is { } alternate)
                alternates[(policies["vhost"].TextAt(row) ?? "", policies["name"].TextAt(row) ?? "")] = alternate;
        }

        return alternates;
    }

    private static ExchangeRow ExchangeAt(SectionTable table, int row, Dictionary<(string VirtualHost, string Name), string> alternates)
    {
        var policy = (table["vhost"].TextAt(row) ?? "", table["policy"].TextAt(row) ?? "");
        var type = table["type"].TextAt(row) ?? "unknown";
        var facts = new ExchangeFacts(
            table["name"].TextAt(row) ?? "",
            ExchangeFacts.RoutesAs(type, table["delayed_type"].TextAt(row)),
            table["alternate_exchange"].TextAt(row) ?? alternates.GetValueOrDefault(policy),
            table["internal"].NumberAt(row) == 1);
        return new ExchangeRow(facts, type, Number(table, "publish_in_rate", row), Number(table, "publish_out_rate", row), Verdict.At(table, row));
    }

    private static BoundRow BindingAt(SectionTable table, int row)
    {
        var json = table["arguments_json"].TextAt(row);
        var facts = new BindingFacts(
            table["destination"].TextAt(row) ?? "",
            table["destination_type"].TextAt(row) == "queue",
            table["routing_key"].TextAt(row) ?? "",
            json is null ? default : JsonElement.Parse(json));
        return new BoundRow(facts, table["arguments"].TextAt(row), table.Keys[row]);
    }

    private static QueueRow QueueAt(SectionTable table, int row)
    {
        var type = table["type"].TextAt(row);
        var state = table["state"].TextAt(row);
        var facts = new TargetFacts(table["name"].TextAt(row) ?? "")
        {
            State = state,
            IsStream = type == "stream",
            Ready = Integer(table, "ready", row),
            Consumers = Integer(table, "consumers", row),
            MaxLength = Integer(table, "max_length", row),
            MaxLengthBytes = Integer(table, "max_length_bytes", row),
            Overflow = table["overflow"].TextAt(row),
            MessageTtl = Number(table, "ttl", row) is { } seconds ? (long)Math.Round(seconds * 1000) : null,
            DeadLetterExchange = table["dlx"].TextAt(row),
            DeliveryLimit = Integer(table, "delivery_limit", row),
        };
        return new QueueRow(
            facts, type, Integer(table, "total", row), Number(table, "publish_rate", row), Number(table, "deliver_rate", row), table["dl_routing_key"].TextAt(row),
            Verdict.At(table, row));
    }

    private static double? Number(SectionTable table, string column, int row)
    {
        var cells = table[column];
        return cells.UnavailableReason is null && cells.NumberAt(row) is var value && double.IsFinite(value) ? value : null;
    }

    private static long? Integer(SectionTable table, string column, int row) => (long?)Number(table, column, row);
}
