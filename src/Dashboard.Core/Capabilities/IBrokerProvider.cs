using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Knows one kind of broker: checks settings and makes connections. Stateless.</summary>
public interface IBrokerProvider
{
    BrokerKind Kind { get; }

    /// <summary>The product's name: <c>RabbitMQ</c>.</summary>
    string DisplayName { get; }

    /// <summary>
    /// The kind's own settings as a form shows them, each by its key below them (<c>ManagementUrls</c>, <c>Tls:CaFile</c>); empty where such
    /// connections are configured in files only.
    /// </summary>
    IReadOnlyList<FormField> SettingFields => [];

    /// <summary>Everything that is wrong with the settings, at once; empty when they can be used. Does no network access.</summary>
    IReadOnlyList<SettingProblem> Validate(ConnectionSettings settings);

    /// <summary>Makes a connection object. Does no network access and does not throw for a dead broker.</summary>
    IBrokerConnection Create(ConnectionSettings settings);
}
