using System.Globalization;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Editing;
using Dashboard.Brokers.Kafka.Lists.Configs;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sections;

/// <summary>Settings of topics and brokers that are not the default.</summary>
internal static class ConfigsSection
{
    public const string Id = "configs";
    public const string OfTopic = "topic";
    public const string OfBroker = "broker";

    public static readonly SectionDefinition Definition = new(
        Id,
        "Configs",
        "setting",
        [
            Col.Enumeration("of", "Of", "What it is set on."),
            Col.Text("resource", "Name", "The topic, or the broker's id."),
            Col.Text("name", "Setting", "The broker's own name of it."),
            Col.Text("value", "Value", "Values that the broker marks as sensitive are not told by it."),
            Col.Enumeration("source", "Comes from", "The topic, the broker or the whole cluster at run time, or the broker's file."),
            Col.Flag("read_only", "Read-only", "It can be changed in the broker's file only.").Hidden(),
            Col.Flag("sensitive", "Sensitive", "A password or the like: the broker does not tell its value.").Hidden(),
            Col.Text("meaning", "Meaning", "What it does, in short; the documentation of the release has the rest."),
        ])
    {
        KeyColumns = ["of", "resource", "name"],
        NameColumn = "name",
        DefaultSort = "resource",
        EmptyText = "Every setting is the default, or this user may not see settings (DescribeConfigs).",
    };

    public static SectionTable Table(ClusterState state, DateTimeOffset now)
    {
        var rows = state.TopicConfigs.OrderBy(c => c.Key, StringComparer.Ordinal).SelectMany(c => Rows(OfTopic, c.Key, c.Value, e => e.Source == ConfigSource.DynamicTopicConfig))
            .Concat(state.BrokerConfigs.SelectMany(c => Rows(OfBroker, c.Key.ToString(CultureInfo.InvariantCulture), c.Value, e => e.Source != ConfigSource.DefaultConfig && !e.IsDefault)))
            .ToList();
        var table = new SectionTableBuilder(Definition, rows.Count);
        foreach (var (of, resource, entry) in rows)
        {
            table.Row(RowKey.Of(of, resource, entry.Name))
                .Set("of", of)
                .Set("resource", resource)
                .Set("name", entry.Name)
                .Set("value", ConfigWords.ValueOf(entry.IsSensitive, entry.Value))
                .Set("source", ConfigWords.Of(entry.Source))
                .Set("read_only", entry.IsReadOnly)
                .Set("sensitive", entry.IsSensitive)
                .Set("meaning", TopicSettings.Find(entry.Name)?.Help ?? TopicSettings.OfBroker(entry.Name)?.Help);
        }

        return table.Build(now);
    }

    // What a topic takes over from its brokers stands with the brokers.
    private static IEnumerable<(string Of, string Resource, ConfigEntryResult Entry)> Rows(string of, string resource, ResourceConfig config, Func<ConfigEntryResult, bool> isSet)
        => config.Entries.Values.Where(isSet).OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => (of, resource, e));
}
