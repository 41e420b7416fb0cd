using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>Connections of clients, which can be closed with a reason that the client sees.</summary>
internal sealed class ConnectionEditor(RabbitMqManagementClient client) : KindEditor(client)
{
    private const string Id = "connection";

    public override ObjectKind Kind { get; } = new(Id, "connection", ConnectionsSection.Id)
    {
        Actions =
        [
            new ObjectAction(ChangeVerb.Close, "Close")
            {
                IsForMany = true,
                Help = "The client is told CONNECTION_FORCED and the reason; most clients connect again at once.",
                Fields = [Fields.Text("reason", "Reason", "Told to the client and written to the broker's log.") with { Default = "Closed by an operator", IsRequired = true, MaxLength = 200 }],
            },
        ],
    };

    public override ObjectName NameOf(ObjectChange change) => new(Id, Part(change, 0));

    public override IEnumerable<FieldMistake> Check(ObjectChange change)
    {
        // The reason travels in an HTTP header and in an AMQP frame.
        if (change.Values.Text("reason") is { } reason && reason.Any(c => c is < ' ' or > '~'))
            yield return new("reason", "The reason can hold plain ASCII characters only: it is sent as an HTTP header.");
    }

    public override string PathOf(ObjectChange change) => ManagementPath.Of("connections", Part(change, 0));

    public override IReadOnlyList<BrokerRequest> RequestsOf(ObjectChange change)
        => [new(HttpMethod.Delete, PathOf(change)) { Headers = [("X-Reason", change.Values.Text("reason") ?? "Closed by an operator")] }];

    public override async Task<ChangeForecast> ForecastAsync(ObjectChange change, JsonElement found, CancellationToken cancellationToken)
    {
        using var channels = await TryReadAsync($"{PathOf(change)}/channels", cancellationToken);
        var all = channels?.RootElement.Items().ToList() ?? [];
        var consequences = new List<Consequence>();
        if ((found.Text("user_provided_name") ?? found.Member("client_properties").Text("connection_name")) is { Length: > 0 } name)
            consequences.Add(new(Tone.Info, $"It calls itself {name}, and is signed in as {found.Text("user")}."));
        if (found.Text("protocol") is { } protocol && !protocol.StartsWith("AMQP", StringComparison.Ordinal))
            consequences.Add(new(Tone.Info, $"It speaks {protocol}: such clients are cut off without being told the reason."));
        return new ChangeForecast
        {
            Consequences = [.. consequences, new(Tone.Info, "Messages it has not acknowledged go back to their queues and are delivered again.")],
            Losses =
            [
                new(all.Sum(channel => channel.Integer("consumer_count") ?? 0), "consumer is cut off", "consumers are cut off"),
                new(all.Sum(channel => channel.Integer("messages_unacknowledged") ?? 0), "unacknowledged message is redelivered", "unacknowledged messages are redelivered"),
                new(all.Sum(channel => channel.Integer("messages_unconfirmed") ?? 0), "publish is not confirmed to it any more", "publishes are not confirmed to it any more"),
            ],
        };
    }

    public override bool? IsAsWanted(ObjectChange change, JsonElement found) => null;
}
