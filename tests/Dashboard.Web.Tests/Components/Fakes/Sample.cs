using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Values for tests of pages.</summary>
public static class Sample
{
    /// <summary>A form like RabbitMQ's.</summary>
    public static readonly PublishForm Form = new()
    {
        AddressLabel = "Queue or exchange",
        HasMandatory = true,
        Properties =
        [
            new("content_type", PublishPropertyType.Text, "application/json"),
            new("content_encoding", PublishPropertyType.Text, "gzip"),
            new("delivery_mode", PublishPropertyType.Integer, "1 transient, 2 persistent"),
            new("priority", PublishPropertyType.Integer, "0 to 255"),
            new("correlation_id", PublishPropertyType.Text, ""),
            new("reply_to", PublishPropertyType.Text, "queue for the answer"),
            new("expiration", PublishPropertyType.Text, "milliseconds"),
            new("message_id", PublishPropertyType.Text, ""),
            new("timestamp", PublishPropertyType.Time, "2026-11-21T02:14:07Z"),
            new("type", PublishPropertyType.Text, ""),
            new("user_id", PublishPropertyType.Text, "the connection's own user") { IsPersonal = true },
            new("app_id", PublishPropertyType.Text, ""),
        ],
    };

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 2, 14, 7, TimeSpan.Zero);

    public static readonly ConnectionId Shop = new("shop");

    public static readonly DestinationRef Orders = new(Shop, "queue", "/", "orders");

    public static readonly DestinationRef DeadLetters = new(Shop, "queue", "/", "orders.dead");

    public static DestinationRef Queue(string name) => new(Shop, "queue", "/", name);

    public static MessageEnvelope Message(
        long position = 0,
        string body = """{"order": 1}""",
        string? key = "eu.new",
        DestinationRef? source = null,
        IReadOnlyList<MessageField>? headers = null,
        IReadOnlyList<DeathRecord>? deaths = null,
        bool redelivered = false,
        byte[]? bytes = null,
        string? encoding = null)
    {
        var content = bytes ?? Encoding.UTF8.GetBytes(body);
        return new MessageEnvelope
        {
            Source = source ?? Orders,
            Position = position,
            Identity = new MessageIdentity($"m-{position}", Convert.ToHexStringLower(SHA256.HashData([.. content, (byte)position, (byte)(position >> 8)]))),
            Body = content,
            BodySize = content.Length,
            RoutingKey = key,
            ContentType = "application/json",
            ContentEncoding = encoding,
            Timestamp = Now - TimeSpan.FromMinutes(5),
            Delivery =
            [
                new("exchange", new TextValue("shop.orders", "shortstr")),
                new("routing_key", new TextValue(key ?? "", "shortstr")),
                new("redelivered", new BooleanValue(redelivered, "bit")),
            ],
            Properties =
            [
                new("content_type", new TextValue("application/json", "shortstr")),
                new("delivery_mode", new IntegerValue(2, "uint8")),
                new("message_id", new TextValue($"m-{position}", "shortstr")),
            ],
            Headers = headers ?? [new("x-tenant", new TextValue("eu"))],
            Deaths = deaths ?? [],
        };
    }

    public static DeathRecord Death(string reason = "rejected", long count = 3, string queue = "orders.process")
        => new(queue, "shop.orders", ["eu.new"], reason, count, Now - TimeSpan.FromMinutes(2));

    public static Job Job(
        string id = "20261121-021407-abcd",
        JobState state = JobState.Running,
        OperationKind kind = OperationKind.Purge,
        JobAccounting? accounting = null,
        bool hasArchive = false,
        string? reason = null) => new()
        {
            Id = id,
            Intent = new OperationIntent { Kind = kind, Connection = Shop, Source = Orders },
            Title = $"{kind} queue orders in /",
            Actor = "nadia",
            State = state,
            Reason = reason,
            Accounting = accounting ?? new JobAccounting(1000, 400, 3, 2, 1, 5, 0),
            CurrentRate = state == JobState.Running ? 120 : 0,
            CreatedAt = Now - TimeSpan.FromSeconds(10),
            StartedAt = Now - TimeSpan.FromSeconds(10),
            EndedAt = state is JobState.Succeeded or JobState.Failed or JobState.Cancelled ? Now : null,
            HasArchive = hasArchive,
        };

    public static OperationPlan Plan(OperationIntent intent, double messages = 12_431, string? mustType = null, string? refusal = null, string id = "plan-1") => new()
    {
        PlanId = id,
        Intent = intent,
        Title = $"{intent.Kind} queue orders in /",
        ConfirmLabel = intent.Kind == OperationKind.Publish ? $"Publish {intent.Options.Repeat} message" : $"{intent.Kind} {messages:N0} messages",
        Messages = Metric.Exact(messages),
        Consequences = [new(Tone.Warning, "3 consumers are attached and may take messages meanwhile.")],
        MustType = mustType,
        Refusal = refusal,
    };

    public static BrowseEffect QueueEffect { get; } = new(
        true, "Sets the redelivered flag of what is read", ["What is read goes back near its place.", "Delivery counts rise: 14 deliveries are left before the limit."], false, false);

    public static BrowseEffect StreamEffect { get; } = new(true, "Changes nothing", [], true, true);
}
