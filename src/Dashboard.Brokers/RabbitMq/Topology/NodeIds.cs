using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Topology;

namespace Dashboard.Brokers.RabbitMq.Topology;

/// <summary>Names of nodes and edges, so that graph and trace speak of the same ones.</summary>
internal static class NodeIds
{
    public const string ExchangeSection = ExchangesSection.Id;
    public const string QueueSection = QueuesSection.Id;
    public const string BindingSection = BindingsSection.Id;

    public static string OfExchange(string virtualHost, string name) => TopologyNode.IdOf(ExchangeSection, RowKey.Of(virtualHost, name));

    public static string OfQueue(string virtualHost, string name) => TopologyNode.IdOf(QueueSection, RowKey.Of(virtualHost, name));
}
