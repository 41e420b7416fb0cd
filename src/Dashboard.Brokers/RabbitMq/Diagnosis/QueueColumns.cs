using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis;

/// <summary>The columns of the table of queues that signals read, looked up once for all rows.</summary>
internal sealed class QueueColumns(SectionTable table)
{
    private readonly ColumnData _type = table["type"];
    private readonly ColumnData _name = table["name"];

    public SectionTable Table { get; } = table;

    public int RowCount => Table.RowCount;

    public ColumnData Vhost { get; } = table["vhost"];

    public ColumnData State { get; } = table["state"];

    public ColumnData Ready { get; } = table["ready"];

    public ColumnData Unacked { get; } = table["unacked"];

    public ColumnData Consumers { get; } = table["consumers"];

    public ColumnData Publish { get; } = table["publish_rate"];

    public ColumnData Deliver { get; } = table["deliver_rate"];

    public ColumnData Ack { get; } = table["ack_rate"];

    public ColumnData Redeliver { get; } = table["redeliver_rate"];

    public ColumnData Dlx { get; } = table["dlx"];

    public ColumnData DeadLetterKey { get; } = table["dl_routing_key"];

    public ColumnData Ttl { get; } = table["ttl"];

    public ColumnData MaxLength { get; } = table["max_length"];

    public ColumnData MaxBytes { get; } = table["max_length_bytes"];

    public ColumnData MessageBytes { get; } = table["message_bytes"];

    public ColumnData Overflow { get; } = table["overflow"];

    public ColumnData DeliveryLimit { get; } = table["delivery_limit"];

    public ColumnData SingleActive { get; } = table["single_active"];

    public ColumnData Members { get; } = table["members"];

    public ColumnData Online { get; } = table["online"];

    public string NameOf(int row) => _name.TextAt(row) ?? "";

    public bool IsStream(int row) => _type.TextAt(row) == "stream";

    public bool IsQuorum(int row) => _type.TextAt(row) == "quorum";

    /// <summary>Messages that wait here go on by themselves when their time is over.</summary>
    public bool IsDelay(int row) => Ttl.HasValue(row) && Dlx.HasValue(row) && !(Consumers.NumberAt(row) > 0);

    /// <summary>Messages done per second: acknowledged, or handed out where consumers do not acknowledge.</summary>
    public double Done(int row)
    {
        var acknowledged = Ack.NumberAt(row);
        return acknowledged > 0 || Unacked.NumberAt(row) > 0 ? acknowledged : Deliver.NumberAt(row) - Redeliver.NumberAt(row);
    }
}
