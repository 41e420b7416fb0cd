using System.Globalization;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sections;

/// <summary>Which requests each broker offers.</summary>
internal static class ApiVersionsSection
{
    public const string Id = "apis";

    public static readonly SectionDefinition Definition = new(
        Id,
        "API versions",
        "request",
        [
            Col.Text("broker", "Broker", "Who offers it.").LinksTo(BrokersSection.Id, "broker"),
            Col.Text("name", "Request", "The protocol's own name of it."),
            Col.Integer("number", "Number", "The request's number in the protocol."),
            Col.Integer("min", "Lowest version", "Clients that know only older ones cannot use it."),
            Col.Integer("max", "Highest version", "The newest that the broker understands."),
        ])
    {
        KeyColumns = ["broker", "name"],
        NameColumn = "name",
        DefaultSort = "broker",
        EmptyText = "No broker has told yet what it offers.",
    };

    public static SectionTable Table(IReadOnlyDictionary<int, BrokerApis> brokers, DateTimeOffset now)
    {
        var table = new SectionTableBuilder(Definition, brokers.Sum(b => b.Value.Apis.Count));
        foreach (var (id, apis) in brokers)
        {
            var broker = id.ToString(CultureInfo.InvariantCulture);
            foreach (var (number, range) in apis.Apis.OrderBy(a => a.Key))
            {
                var name = BrokerApis.NameOf(number);
                table.Row(RowKey.Of(broker, name))
                    .Set("broker", broker)
                    .Set("name", name)
                    .Set("number", (long)number)
                    .Set("min", (long)range.Min)
                    .Set("max", (long)range.Max);
            }
        }

        return table.Build(now);
    }
}
