using System.Text.Json;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>What the list of totals tells of a queue and what may change at each poll; null is not told.</summary>
internal sealed record QueueRow(RowKey Key, string VirtualHost, string Name)
{
    public string? State { get; init; }

    public string? Leader { get; init; }

    public string? MemberNodes { get; init; }

    public string? OnlineNodes { get; init; }

    public int? Members { get; init; }

    public int? Online { get; init; }

    public long? Ready { get; init; }

    public long? Unacked { get; init; }

    public long? Total { get; init; }

    public static QueueRow Of(RowKey key, string virtualHost, string name, JsonElement queue, TextPool texts) => new(key, virtualHost, name)
    {
        State = texts.Of(queue.Member("state")),
        Leader = texts.Of(queue.Member("leader")),
        MemberNodes = queue.JoinedTexts("members"),
        OnlineNodes = queue.JoinedTexts("online"),
        Members = queue.Member("members").ItemCount(),
        Online = queue.Member("online").ItemCount(),
        Ready = queue.Integer("messages_ready"),
        Unacked = queue.Integer("messages_unacknowledged"),
        Total = queue.Integer("messages"),
    };

    /// <summary>The same queue with other contents.</summary>
    public QueueRow Holding(long ready, long unacked, long total)
        => (Ready, Unacked, Total) == (ready, unacked, total) ? this : this with { Ready = ready, Unacked = unacked, Total = total };
}
