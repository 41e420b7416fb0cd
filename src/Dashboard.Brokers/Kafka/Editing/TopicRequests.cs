using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Core.Editing;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>Changes of topics as calls of the client library. With <c>isOnlyChecked</c> the brokers say whether they would do it.</summary>
internal static class TopicRequests
{
    // The controller is given most of the limit to wait for the brokers, so that its answer still comes in time.
    private const double Share = 0.8;

    public static async Task<bool> SendAsync(IAdminClient admin, ObjectChange change, TimeSpan limit, bool isOnlyChecked)
    {
        var name = TopicForms.NameOf(change);
        switch (change.Verb)
        {
            case ChangeVerb.Create:
                await admin.CreateTopicsAsync([SpecificationOf(change)], new CreateTopicsOptions { RequestTimeout = limit, OperationTimeout = limit * Share, ValidateOnly = isOnlyChecked });
                break;
            case ChangeVerb.Delete:
                await admin.DeleteTopicsAsync([name], new DeleteTopicsOptions { RequestTimeout = limit, OperationTimeout = limit * Share });
                break;
            default:
                await admin.CreatePartitionsAsync(
                    [new PartitionsSpecification { Topic = name, IncreaseTo = (int)(change.Values.Integer(TopicForms.Partitions) ?? 0) }],
                    new CreatePartitionsOptions { RequestTimeout = limit, OperationTimeout = limit * Share, ValidateOnly = isOnlyChecked });
                break;
        }

        return true;
    }

    public static async Task<bool> SettingsAsync(IAdminClient admin, string topic, IReadOnlyList<SettingChange> changes, TimeSpan limit, bool isOnlyChecked)
    {
        var entries = changes.Select(c => new ConfigEntry
        {
            Name = c.Name,
            Value = c.After,
            IncrementalOperation = c.After is null ? AlterConfigOpType.Delete : AlterConfigOpType.Set,
        }).ToList();
        await admin.IncrementalAlterConfigsAsync(
            new Dictionary<ConfigResource, List<ConfigEntry>> { [Lists.Configs.ConfigReading.Topic(topic)] = entries },
            new IncrementalAlterConfigsOptions { RequestTimeout = limit, ValidateOnly = isOnlyChecked });
        return true;
    }

    private static TopicSpecification SpecificationOf(ObjectChange change) => new()
    {
        Name = TopicForms.NameOf(change),
        NumPartitions = (int)(change.Values.Integer(TopicForms.Partitions) ?? -1),
        ReplicationFactor = (short)(change.Values.Integer(TopicForms.Replicas) ?? -1),
        Configs = new Dictionary<string, string>(WantedSettings.Of(change.Values)),
    };
}
