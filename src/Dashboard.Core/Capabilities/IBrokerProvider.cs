using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Knows one kind of broker: checks settings and makes connections. Stateless.</summary>
public interface IBrokerProvider
{
    BrokerKind Kind { get; }

    /// <summary>The product's name: <c>RabbitMQ</c>.</summary>
    string DisplayName { get; }

    /// <summary>Everything that is wrong with the settings, at once; empty when they can be used. Does no network access.</summary>
    IReadOnlyList<SettingProblem> Validate(ConnectionSettings settings);

    /// <summary>Makes a connection object. Does no network access and does not throw for a dead broker.</summary>
    IBrokerConnection Create(ConnectionSettings settings);
}
