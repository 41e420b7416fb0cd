using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sources;

/// <summary>The rules of the authorizer, where there is one and this user may see them.</summary>
internal sealed class AclsSource(KafkaClients clients)
{
    private static readonly AclBindingFilter All = new()
    {
        PatternFilter = new ResourcePatternFilter { Type = ResourceType.Any, ResourcePatternType = ResourcePatternType.Any },
        EntryFilter = new AccessControlEntryFilter { Operation = AclOperation.Any, PermissionType = AclPermissionType.Any },
    };

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        try
        {
            var told = await clients.AdminAsync((admin, limit) => admin.DescribeAclsAsync(All, new DescribeAclsOptions { RequestTimeout = limit }), cancellationToken);
            return new SourceReading { Tables = [AclsSection.Table(told.AclBindings, context.Now)] };
        }
        catch (KafkaException off) when (off.Error.Code == ErrorCode.SecurityDisabled)
        {
            throw new SourceException(SourceProblemKind.NotSupported, "Not configured: these brokers have no authorizer, so that everybody may do everything.", off);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.OfReading(failed, clients.Fault);
        }
    }
}
