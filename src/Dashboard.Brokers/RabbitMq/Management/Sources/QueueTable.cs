using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>Makes the table of queues out of the totals list and what is known of each queue's statistics.</summary>
internal sealed class QueueTable(QueueTotals totals, QueueStatisticsRotation statistics, BrokerTraits traits, DateTimeOffset now)
{
    private static readonly string[] RotatingColumns = [.. QueuesSection.Definition.Columns.Where(c => c.IsRotating).Select(c => c.Id)];

    private static readonly string[] RateColumns = ["publish_rate", "deliver_rate", "ack_rate", "redeliver_rate"];

    private static readonly string[] CountColumns = ["ready", "unacked", "total"];

    public SectionTable Build()
    {
        var rows = totals.Rows;
        var table = new SectionTableBuilder(QueuesSection.Definition, rows.Count);
        var fromStatistics = new List<long>();
        var nowMilliseconds = now.ToUnixTimeMilliseconds();
        foreach (var row in rows)
        {
            table.Row(row.Key);
            var known = statistics.Of(row.Key);
            var facts = totals.FactsOf(row.Key);
            Names(table, row, facts, known);
            fromStatistics.Add(Counts(table, row, known) ? known!.ReadAt : nowMilliseconds);
            Limits(table, facts, known);
            if (known is not null)
                Rotating(table, known);
        }

        if (traits.RatesOff is { } reason)
        {
            foreach (var column in RateColumns)
                table.Unavailable(column, reason);
        }

        if (statistics.Unavailable is { } problem)
        {
            foreach (var column in RotatingColumns)
                table.Unavailable(column, problem);
        }

        var result = QueueForecast.Write(table.Build(now));
        return fromStatistics.TrueForAll(at => at == nowMilliseconds) ? result : WithAges(result, [.. fromStatistics]);
    }

    private static void Names(SectionTableBuilder table, QueueRow row, QueueFacts facts, QueueStatistics? known)
    {
        var policy = facts.Policy ?? known?.Policy;
        var leader = row.Leader ?? known?.Leader;
        table
            .Set("name", row.Name)
            .Set("vhost", row.VirtualHost)
            .Set("type", facts.Type)
            .Set("state", row.State)
            .Set("policy", policy)
            .Set("policy_kind", policy is null ? null : "policy")
            .Set("operator_policy", facts.OperatorPolicy ?? known?.OperatorPolicy)
            .Set("node", facts.Node ?? known?.Node ?? leader)
            .Set("leader", leader)
            .Set("members", row.Members ?? known?.Members)
            .Set("online", row.Online ?? known?.Online)
            .Set("member_nodes", row.MemberNodes ?? known?.MemberNodes)
            .Set("online_nodes", row.OnlineNodes ?? known?.OnlineNodes)
            .Set("durable", facts.Durable)
            .Set("exclusive", facts.Exclusive ?? known?.Exclusive)
            .Set("auto_delete", facts.AutoDelete)
            .Set("max_priority", facts.MaxPriority)
            .Set("single_active", facts.IsSingleActive)
            .Set("arguments", facts.Arguments);
    }

    /// <summary>True when the counts come from the statistics, because the totals list has none for this queue (streams, older brokers).</summary>
    private static bool Counts(SectionTableBuilder table, QueueRow row, QueueStatistics? known)
    {
        if (row.Total is not null || known is null)
        {
            table.Set("ready", row.Ready).Set("unacked", row.Unacked).Set("total", row.Total);
            return false;
        }

        table.Set("ready", known.Ready).Set("unacked", known.Unacked).Set("total", known.Total);
        return true;
    }

    private static void Limits(SectionTableBuilder table, QueueFacts facts, QueueStatistics? known)
    {
        var limits = facts.Limits.With(known?.PolicyLimits);
        table
            .Set("dlx", limits.DeadLetterExchange)
            .Set("dl_routing_key", limits.DeadLetterRoutingKey)
            .Set("ttl", limits.MessageTtl / 1000.0)
            .Set("max_length", limits.MaxLength)
            .Set("max_length_bytes", limits.MaxLengthBytes)
            .Set("overflow", limits.Overflow)
            .Set("delivery_limit", limits.DeliveryLimit ?? known?.DeliveryLimit)
            .Set("expires", limits.Expires / 1000.0);
    }

    private void Rotating(SectionTableBuilder table, QueueStatistics known)
    {
        var readAt = DateTimeOffset.FromUnixTimeMilliseconds(known.ReadAt);
        table
            .Set("publish_rate", known.PublishRate)
            .Set("deliver_rate", known.DeliverRate)
            .Set("ack_rate", known.AckRate)
            .Set("redeliver_rate", known.RedeliverRate)
            .Set("consumers", known.Consumers)
            .Set("consumer_capacity", known.ConsumerCapacity)
            .Set("memory", known.Memory)
            .Set("message_bytes", known.MessageBytes)
            .Set("head_age", known.HeadTimestampSeconds is { } head and > 0 and < 253_402_300_800 ? Math.Max(0, (now - DateTimeOffset.FromUnixTimeSeconds(head)).TotalSeconds) : (double?)null)
            .Set("idle_since", known.IdleSince);
        foreach (var column in RotatingColumns)
            table.ReadAt(column, readAt);
    }

    /// <summary>Dates the counts where some of them are older than the table.</summary>
    private static SectionTable WithAges(SectionTable table, long[] readAt)
    {
        var columns = table.Columns.ToArray();
        foreach (var column in CountColumns)
        {
            var ordinal = table.Definition.OrdinalOf(column);
            var values = new long[table.RowCount];
            for (var row = 0; row < values.Length; row++)
                values[row] = ((IntegerColumn)columns[ordinal])[row];
            columns[ordinal] = new IntegerColumn(values) { ReadAtMilliseconds = readAt };
        }

        return new SectionTable(table.Definition, [.. table.Keys], columns, table.ReadAt);
    }
}
