using System.Text.Json.Nodes;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.EndToEnd.Tests.Brokers;

/// <summary>One element of <c>Dashboard:Connections</c>.</summary>
internal static class ConnectionJson
{
    public static JsonObject Of(string id, RabbitMqVhost vhost, string environment = "test", bool isReadOnly = false)
        => Of(id, vhost.Broker.ManagementUrl, vhost.Broker.AmqpUrl, vhost.Broker.AdminUser, vhost.Broker.AdminPassword, environment, isReadOnly, vhosts: vhost.Name);

    public static JsonObject Of(
        string id, string managementUrl, string amqpUrl, string user, string password, string environment = "test", bool isReadOnly = false, string? name = null, params string[] vhosts) => new()
        {
            ["Id"] = id,
            ["Name"] = name ?? id,
            ["Kind"] = "rabbitmq",
            ["Environment"] = environment,
            ["ReadOnly"] = isReadOnly,
            ["RabbitMQ"] = new JsonObject
            {
                ["ManagementUrls"] = new JsonArray(managementUrl),
                ["AmqpEndpoints"] = new JsonArray(amqpUrl),
                ["Username"] = user,
                ["Password"] = password,
                ["VirtualHosts"] = new JsonArray([.. vhosts.Select(name => JsonValue.Create(name))]),
            },
        };
}
