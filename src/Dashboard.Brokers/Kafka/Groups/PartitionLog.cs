using System.Globalization;

namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>One partition that some group has committed to: shared by all of them. Written by the source of groups alone.</summary>
internal sealed class PartitionLog(string topic, int partition)
{
    public string Topic { get; } = topic;

    public int Partition { get; } = partition;

    public string Text { get; } = partition.ToString(CultureInfo.InvariantCulture);

    /// <summary>Offset of the next message to be written; negative where it is not known.</summary>
    public long High { get; set; } = -1;

    /// <summary>The high watermark was told in the last cycle; what is known is older where not.</summary>
    public bool IsHighTold { get; set; }

    /// <summary>First offset that can be read; negative where it is not known.</summary>
    public long Low { get; set; } = -1;

    /// <summary>Where the first open transaction begins, as was told last; negative where none was open or it is not known.</summary>
    public long LastStable { get; set; } = -1;

    /// <summary>Kept while some group is behind.</summary>
    public HighHistory? Past { get; set; }

    /// <summary>After so many seconds messages are deleted; NaN where they are not, or where it is not known.</summary>
    public double RetentionSeconds { get; set; } = double.NaN;

    /// <summary>The cycle that last saw a group use it.</summary>
    public int UsedInCycle { get; set; }
}
