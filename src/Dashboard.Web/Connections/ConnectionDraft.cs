using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using ConnectionInfo = Dashboard.Core.Model.ConnectionInfo;

namespace Dashboard.Web.Connections;

/// <summary>A connection as an admin has entered it. May hold secrets: never log, show or serialise it outside of the encrypted store.</summary>
public sealed record ConnectionDraft
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Kind of broker: <c>rabbitmq</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Environment tag: <c>production</c>, <c>test</c>; may be empty.</summary>
    public string Environment { get; init; } = "";

    public bool IsReadOnly { get; init; }

    /// <summary>By the keys of the kind's setting fields; lists flattened as <c>Key:0</c>. A secret that is missing here keeps its stored value.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; init; } = new Dictionary<string, string?>();

    public override string ToString() => $"draft of {Id}";

    internal ConnectionSettings ToSettings(BrokerKind kind)
        => new(new ConnectionInfo(new ConnectionId(Id), Name.Length > 0 ? Name : Id, kind, new EnvironmentTag(Environment), IsReadOnly), Values, KeyPrefix);

    /// <summary>Stands before the keys of problems.</summary>
    internal const string KeyPrefix = "Settings";
}
