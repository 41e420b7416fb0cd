using Dashboard.Core.Model;

namespace Dashboard.Web.Components.Operations.Publishing;

/// <summary>A standard property that can be set when publishing.</summary>
/// <param name="Name">The broker's own name.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Hint">What it is for, and its unit.</param>
public sealed record PropertyDefinition(string Name, HeaderType Type, string Hint)
{
    /// <summary>It belongs to who published the message: not taken over into a form that somebody else publishes.</summary>
    public bool IsPersonal { get; init; }

    private static readonly IReadOnlyList<PropertyDefinition> Amqp =
    [
        new("content_type", HeaderType.Text, "application/json"),
        new("content_encoding", HeaderType.Text, "gzip"),
        new("delivery_mode", HeaderType.Integer, "1 transient, 2 persistent"),
        new("priority", HeaderType.Integer, "0 to 255"),
        new("correlation_id", HeaderType.Text, ""),
        new("reply_to", HeaderType.Text, "queue for the answer"),
        new("expiration", HeaderType.Text, "milliseconds"),
        new("message_id", HeaderType.Text, ""),
        new("timestamp", HeaderType.Time, "2026-11-21T02:14:07Z"),
        new("type", HeaderType.Text, ""),
        new("user_id", HeaderType.Text, "the connection's own user") { IsPersonal = true },
        new("app_id", HeaderType.Text, ""),
    ];

    /// <summary>The properties a kind of broker has; none where messages have headers only.</summary>
    public static IReadOnlyList<PropertyDefinition> Of(BrokerKind kind) => kind.Value == "rabbitmq" ? Amqp : [];
}
