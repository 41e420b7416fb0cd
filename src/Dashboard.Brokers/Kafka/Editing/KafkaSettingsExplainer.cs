using System.Globalization;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Lists.Configs;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>The settings in force on a topic or broker, with all that was given and does not count.</summary>
internal sealed class KafkaSettingsExplainer(KafkaClients clients) : ISettingsExplainer
{
    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public bool Explains(string sectionId) => sectionId is TopicsSection.Id or BrokersSection.Id;

    public async Task<IReadOnlyList<EffectiveSetting>?> ExplainAsync(string sectionId, RowKey key, CancellationToken cancellationToken)
    {
        var name = key.Parts[0];
        var isBroker = sectionId == BrokersSection.Id;
        if (isBroker && !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return null;
        try
        {
            var resource = isBroker ? ConfigReading.Broker(int.Parse(name, CultureInfo.InvariantCulture)) : ConfigReading.Topic(name);
            var told = await ConfigReading.AskAsync(clients, [resource], cancellationToken);
            return told.Count == 0 ? null : [.. told[0].Entries.Values.OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => Explain(e, name, isBroker))];
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, "The settings could not be read.", clients.Fault);
        }
    }

    private static EffectiveSetting Explain(ConfigEntryResult entry, string resource, bool isBroker)
    {
        // The brokers list everything that was given in the order in which it counts; the first is in force.
        var given = entry.Synonyms ?? [];
        var lost = given.Skip(1).Select(s => new OverriddenSetting(
            ConfigWords.ValueOf(entry.IsSensitive, s.Value) ?? "(none)", Origin(s.Source, s.Name, resource, isBroker), Why(entry.Source, s)));
        var source = given.Count > 0 ? Origin(given[0].Source, given[0].Name, resource, isBroker) : Origin(entry.Source, entry.Name, resource, isBroker);
        return new EffectiveSetting(entry.Name, ConfigWords.ValueOf(entry.IsSensitive, entry.Value) ?? "(none)", source, [.. lost])
        {
            Note = entry.IsReadOnly && isBroker ? "It can be changed in the broker's file only, with a restart." : null,
        };
    }

    private static SettingOrigin Origin(ConfigSource source, string name, string resource, bool isBroker) => source == ConfigSource.DynamicTopicConfig
        ? new(ConfigWords.Topic, name, TopicsSection.Id, RowKey.Of(resource))
        : new(ConfigWords.Of(source), name, isBroker && source is ConfigSource.DynamicBrokerConfig or ConfigSource.StaticBrokerConfig ? BrokersSection.Id : null,
            isBroker && source is ConfigSource.DynamicBrokerConfig or ConfigSource.StaticBrokerConfig ? RowKey.Of(resource) : null);

    private static string Why(ConfigSource winner, ConfigSynonym lost)
    {
        var (won, other) = (ConfigWords.Of(winner), ConfigWords.Of(lost.Source));
        return won == other ? $"Another name of the same setting, which counts for less than that in force." : $"What comes from \"{won}\" counts for more than what comes from \"{other}\".";
    }
}
