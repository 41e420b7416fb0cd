using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis;

/// <summary>Words that several signals use.</summary>
internal static class Say
{
    /// <summary><c>1 message waits</c>, <c>4,212 messages wait</c>.</summary>
    public static string Waiting(double ready) => Figures.Plural(ready, "message waits", "messages wait");

    /// <summary>A forecast as evidence.</summary>
    public static string FullIn(double seconds) => double.IsNaN(seconds) ? "no limit in reach" : seconds == 0 ? "it is full" : Figures.Duration(seconds);

    public static Evidence Of(string label, ColumnData column, int row, ColumnType type)
        => new(label, column.HasValue(row) ? Figures.Write(type, column.NumberAt(row), withUnit: true) : Figures.Unknown);

    public static FindingTarget ToConsumers(QueueColumns queues, int row) => ToTab("Its consumers", queues, row, "consumers");

    public static FindingTarget ToMessages(QueueColumns queues, int row) => ToTab("Its messages", queues, row, "messages");

    public static FindingTarget ToQueue(QueueColumns queues, int row) => ToTab("The queue", queues, row, null);

    public static FindingTarget ToRow(string title, SectionTable table, int row) => new(title, table.Definition.Id, table.Keys[row]);

    private static FindingTarget ToTab(string title, QueueColumns queues, int row, string? tab) => new(title, QueuesSection.Id, queues.Table.Keys[row], tab);
}
