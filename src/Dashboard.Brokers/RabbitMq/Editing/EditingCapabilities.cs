using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>All that changes RabbitMQ's objects, and tells what is in force on them.</summary>
internal static class EditingCapabilities
{
    /// <summary>Makes them. Connects to nothing yet.</summary>
    /// <param name="client">The connection's own.</param>
    /// <param name="settings">The connection's settings.</param>
    /// <param name="changed">Called after each change: lists are to be read anew.</param>
    public static IEnumerable<ICapability> Create(RabbitMqManagementClient client, RabbitMqSettings settings, Action changed) =>
    [
        new RabbitMqEditor(
            client,
            settings,
            [
                new QueueEditor(client),
                new ExchangeEditor(client),
                new BindingEditor(client),
                new PolicyEditor(client, isOperators: false),
                new PolicyEditor(client, isOperators: true),
                new ConnectionEditor(client),
                new VirtualHostEditor(client, settings),
            ],
            changed),
        new RabbitMqSettingsExplainer(client),
        new RabbitMqDefinitions(client, settings),
    ];
}
