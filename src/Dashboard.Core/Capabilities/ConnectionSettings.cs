using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>One configured connection with the settings of its kind. Holds secrets: never log, show or serialise it.</summary>
/// <param name="Info">What may be shown.</param>
/// <param name="Values">
/// The kind's own settings below its name, flattened with <c>:</c> and case-insensitive: <c>ManagementUrls:0</c>, <c>Tls:CaFile</c>.
/// </param>
/// <param name="KeyPrefix">Where <paramref name="Values"/> stand in the configuration, for error texts: <c>Dashboard:Connections:0:RabbitMq</c>.</param>
public sealed record ConnectionSettings(ConnectionInfo Info, IReadOnlyDictionary<string, string?> Values, string KeyPrefix)
{
    public override string ToString() => $"settings of {Info.Id}";
}

/// <summary>A mistake in the configuration.</summary>
/// <param name="Key">The exact key: <c>Dashboard:Connections:0:RabbitMq:ManagementUrls:0</c>.</param>
/// <param name="Message">What is wrong and what would be right. Never holds the value of a secret.</param>
public sealed record SettingProblem(string Key, string Message)
{
    /// <summary>What can be done besides by who writes a configuration file, a sentence; null for nothing. Forms do not offer it and leave it out.</summary>
    public string? InFiles { get; init; }
}
