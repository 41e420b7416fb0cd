using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Brokers.RabbitMq.Editing;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Messages;
using Dashboard.Brokers.RabbitMq.Topology;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.RabbitMq;

/// <summary>RabbitMQ: lists over the management plugin's HTTP API, messages over AMQP 0-9-1.</summary>
internal sealed class RabbitMqProvider(ILoggerFactory loggers, TimeProvider time) : IBrokerProvider
{
    public BrokerKind Kind { get; } = new("rabbitmq");

    public string DisplayName => "RabbitMQ";

    public IReadOnlyList<FormField> SettingFields => RabbitMqSettingFields.All;

    public IReadOnlyList<SettingProblem> Validate(ConnectionSettings settings) => RabbitMqSettings.ProblemsOf(settings);

    public IBrokerConnection Create(ConnectionSettings settings)
    {
        var read = RabbitMqSettings.From(settings);
        var management = new RabbitMqManagementClient(read, settings.Info, loggers, time);
        var lists = new RabbitMqSnapshotReader(management, read, time);
        return new ProviderConnection(
            settings.Info,
            [
                lists,
                new RabbitMqDiagnostics(),
                new RabbitMqTopology(),
                new RabbitMqProbe(read, settings.Info, loggers, time),
                .. MessageCapabilities.Create(read, management, settings.Info, loggers, time),
                .. EditingCapabilities.Create(management, read, lists.Expire),
            ],
            management);
    }
}
