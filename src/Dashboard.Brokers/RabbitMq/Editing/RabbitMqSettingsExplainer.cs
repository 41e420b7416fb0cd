using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>Reads one queue or exchange with its policies, and applies the broker's rules.</summary>
internal sealed class RabbitMqSettingsExplainer(RabbitMqManagementClient client) : ISettingsExplainer
{
    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public bool Explains(string sectionId) => sectionId is QueuesSection.Id or ExchangesSection.Id;

    public async Task<IReadOnlyList<EffectiveSetting>?> ExplainAsync(string sectionId, RowKey key, CancellationToken cancellationToken)
    {
        var (vhost, name) = (key.Parts[0], key.Parts.Count > 1 ? key.Parts[1] : "");
        if (!ManagementPath.CanHold(name))
            throw new BrokerException("The settings of this one cannot be told.", null, "The management API cannot address it by its name.");
        try
        {
            using var found = await client.FindAsync(ManagementPath.Of(sectionId, vhost, name), cancellationToken);
            if (found is null)
                return null;
            using var policy = await ReadAsync("policies", vhost, found.RootElement.Text("policy"), cancellationToken);
            using var operators = await ReadAsync("operator-policies", vhost, found.RootElement.Text("operator_policy"), cancellationToken);
            return new SettingRules(vhost, found.RootElement, policy?.RootElement ?? default, operators?.RootElement ?? default, sectionId == ExchangesSection.Id).Explain();
        }
        catch (SourceException e)
        {
            throw new BrokerException("The settings could not be read.", e.Message, "Try again when the broker answers.", e);
        }
    }

    private async Task<JsonDocument?> ReadAsync(string resource, string vhost, string? name, CancellationToken cancellationToken)
        => name is { Length: > 0 } && ManagementPath.CanHold(name) ? await client.FindAsync(ManagementPath.Of(resource, vhost, name), cancellationToken) : null;
}
