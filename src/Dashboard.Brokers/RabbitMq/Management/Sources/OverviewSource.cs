using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management.Metrics;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>Reads the overview: totals, rates, churn, versions, listeners. The one source without which nothing is known.</summary>
internal sealed class OverviewSource(RabbitMqManagementClient client, RabbitMqSettings settings, SharedState shared)
{
    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789.");

    /// <summary>Figure id, title, field of <c>message_stats</c>, help.</summary>
    private static readonly (string Id, string Title, string Field, string Help)[] MessageRates =
    [
        ("publish_rate", "Publish", "publish", "Messages that arrive at exchanges per second."),
        ("confirm_rate", "Publisher confirm", "confirm", "Messages the broker has confirmed to publishers per second."),
        ("deliver_rate", "Deliver / get", "deliver_get", "Messages handed out per second, redeliveries included."),
        ("ack_rate", "Ack", "ack", "Acknowledgements per second."),
        ("redeliver_rate", "Redeliver", "redeliver", "Deliveries per second that had been delivered before."),
        ("return_rate", "Returned", "return_unroutable", "Mandatory messages per second that reached no queue and went back to their publisher."),
        ("drop_rate", "Dropped unroutable", "drop_unroutable", "Messages per second that reached no queue and were thrown away."),
    ];

    private static readonly (string Id, string Title, string Field)[] Churn =
    [
        ("connection_created_rate", "Connections opened", "connection_created"),
        ("connection_closed_rate", "Connections closed", "connection_closed"),
        ("channel_created_rate", "Channels opened", "channel_created"),
        ("channel_closed_rate", "Channels closed", "channel_closed"),
        ("queue_declared_rate", "Queues declared", "queue_declared"),
        ("queue_created_rate", "Queues created", "queue_created"),
        ("queue_deleted_rate", "Queues deleted", "queue_deleted"),
    ];

    private static readonly (string Id, string Title)[] Objects =
    [
        ("connections", "Connections"), ("channels", "Channels"), ("consumers", "Consumers"), ("queues", "Queues"), ("exchanges", "Exchanges"),
    ];

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        using var document = await client.GetAsync("overview", cancellationToken);
        var overview = document.RootElement;
        var version = overview.Text("rabbitmq_version") ?? overview.Text("product_version");
        if (version is null && overview.Text("management_version") is null)
            throw new SourceException(SourceProblemKind.Unexpected, "The overview names no version: is this the address of a RabbitMQ management plugin?");

        client.BrokerVersion = VersionOf(version) ?? client.BrokerVersion;
        var traits = TraitsOf(overview) with { ClusterName = overview.Text("cluster_name"), Metrics = MetricsListener.Of(overview.Member("listeners")) };
        shared.Traits = traits;
        shared.ObjectsAre(overview.Member("object_totals", "queues").AsInteger() + "/" + overview.Member("object_totals", "exchanges").AsInteger());
        return new SourceReading
        {
            Product = Product(overview, version),
            ClusterName = traits.ClusterName,
            Figures = [.. Figures(overview, traits)],
            Notices = [.. Notices(traits)],
            Tables = [ListenersSection.Table(overview.Member("listeners"), context.Now)],
        };
    }

    /// <summary>The leading numbers of a version such as <c>3.13.0-rc.2</c> or <c>4.1.0+2.gabc</c>.</summary>
    internal static Version? VersionOf(string? text)
    {
        if (text is null)
            return null;
        var end = text.AsSpan().IndexOfAnyExcept(VersionCharacters);
        return Version.TryParse(end < 0 ? text : text.AsSpan(0, end).TrimEnd('.'), out var version) ? version : null;
    }

    private static BrokerTraits TraitsOf(JsonElement overview)
    {
        var connections = overview.Member("object_totals").Integer("connections");
        if (overview.Flag("disable_stats") == true)
        {
            const string Reason = "This broker collects no statistics (management_agent.disable_metrics_collector, or the feature management_metrics_collection is denied): "
                + "rates, consumers and memory are not told over its management API.";
            return new BrokerTraits(Reason, Reason, connections);
        }

        return overview.Text("rates_mode") == "none"
            ? new BrokerTraits("This broker does not compute rates (management.rates_mode = none).", null, connections)
            : new BrokerTraits(null, null, connections);
    }

    private static string Product(JsonElement overview, string? version)
    {
        var name = overview.Text("product_name") ?? "RabbitMQ";
        var erlang = overview.Text("erlang_version");
        return erlang is null ? $"{name} {version}" : $"{name} {version} on Erlang {erlang}";
    }

    private IEnumerable<Figure> Figures(JsonElement overview, BrokerTraits traits)
    {
        foreach (var figure in Messages(overview, traits))
            yield return figure;

        // The broker counts these for all virtual hosts together; where only some are shown, each figure says so.
        var scope = settings.VirtualHosts.Count == 0 ? null : "whole cluster";
        foreach (var figure in OfAllVirtualHosts(overview, traits))
            yield return figure with { Scope = scope };
    }

    // Where statistics are off the overview has no totals, and where only some virtual hosts are shown it has those of all: then the list of
    // queues sums them up, and until it has they stand here as not known, so that they keep the first place.
    private IEnumerable<Figure> Messages(JsonElement overview, BrokerTraits traits)
    {
        var totals = overview.Member("queue_totals");
        if (traits.StatisticsOff is null && settings.VirtualHosts.Count == 0)
            return MessageFigures(totals.Integer("messages_ready"), totals.Integer("messages_unacknowledged"), totals.Integer("messages"), MetricAccuracy.Exact, null);
        return shared.AreQueuesSummed ? [] : MessageFigures(null, null, null, MetricAccuracy.Unavailable, "The queues have not been summed up yet.");
    }

    private static IEnumerable<Figure> OfAllVirtualHosts(JsonElement overview, BrokerTraits traits)
    {
        var stats = overview.Member("message_stats");
        foreach (var (id, title, field, help) in MessageRates)
            yield return new Figure(id, title, ColumnType.Rate, RateOf(stats, field, traits)) { Group = "rates", KeepsHistory = true, Help = help };

        var objects = overview.Member("object_totals");
        foreach (var (id, title) in Objects)
            yield return Count(id, title, objects.Integer(id), "objects", "");

        var churn = overview.Member("churn_rates");
        foreach (var (id, title, field) in Churn)
            yield return new Figure(id, title, ColumnType.Rate, RateOf(churn, field, traits)) { Group = "churn", KeepsHistory = true };
    }

    /// <summary>Figures of all messages that are shown; null is not told.</summary>
    internal static IEnumerable<Figure> MessageFigures(long? ready, long? unacked, long? total, MetricAccuracy accuracy, string? reason)
    {
        yield return Of("messages_ready", "Ready", ready, "Messages in queues that can be delivered now.");
        yield return Of("messages_unacked", "Unacked", unacked, "Messages delivered and not yet acknowledged.");
        yield return Of("messages_total", "Total", total, "Ready and unacked together.");

        Figure Of(string id, string title, long? value, string help)
            => Count(id, title, value, "messages", help) with { Value = value is { } known ? new Metric(known, accuracy, reason) : Metric.Unavailable(reason ?? "The broker does not tell it.") };
    }

    private static Figure Count(string id, string title, long? value, string group, string help) => new(
        id, title, ColumnType.Integer, value is { } known ? Metric.Exact(known) : Metric.Unavailable("The broker does not tell it."))
    {
        Group = group,
        KeepsHistory = true,
        Help = help,
    };

    /// <summary>A broker on which nothing of the kind has happened since its start leaves the rate out: that is none, not unknown.</summary>
    private static Metric RateOf(JsonElement stats, string field, BrokerTraits traits)
    {
        if (traits.RatesOff is { } reason)
            return Metric.Unavailable(reason);
        if (stats.Member(field + "_details").Number("rate") is { } rate)
            return Metric.Exact(rate);
        return stats.ValueKind is JsonValueKind.Object or JsonValueKind.Array && stats.Member(field).ValueKind == JsonValueKind.Undefined
            ? Metric.Exact(0)
            : Metric.Unavailable("The broker does not tell it.");
    }

    private static IEnumerable<Notice> Notices(BrokerTraits traits)
    {
        if (traits.RatesOff is { } reason)
            yield return new Notice("rates-off", Tone.Info, reason);
    }
}
