using Dashboard.Core.Capabilities;
using Dashboard.Core.Masking;
using Dashboard.Web.Storage.History;

namespace Dashboard.Web.Configuration;

/// <summary>Everything below <c>Dashboard</c> in the configuration, checked. Made once at start by <see cref="DashboardOptionsReader"/>.</summary>
internal sealed record DashboardOptions
{
    /// <summary>Absolute path of the folder that holds the database, ledgers, archives and keys. Created with mode 0700.</summary>
    public required string DataFolder { get; init; }

    /// <summary>In configured order. Holds secrets.</summary>
    public required IReadOnlyList<ConnectionSettings> Connections { get; init; }

    public required AuthOptions Auth { get; init; }

    public required ProxyOptions Proxy { get; init; }

    /// <summary>Fields of messages that are hidden.</summary>
    public required MaskingRules Masking { get; init; }

    public required HistoryOptions History { get; init; }
}

/// <summary><c>Dashboard:Auth</c>.</summary>
/// <param name="IsSignInLinkEnabled">Print a one-time sign-in link on loopback.</param>
/// <param name="BootstrapAdminName">Name of the admin account made at the first start; null for none.</param>
/// <param name="BootstrapAdminPasswordFile">File with its password; null for none.</param>
/// <param name="SessionHours">A session ends this many hours after its last use.</param>
internal sealed record AuthOptions(bool IsSignInLinkEnabled, string? BootstrapAdminName, string? BootstrapAdminPasswordFile, double SessionHours);

/// <summary><c>Dashboard:Proxy</c>.</summary>
/// <param name="PathBase">The path the dashboard lives under, <c>/brokers</c>; empty for the root.</param>
/// <param name="KnownProxies">Addresses or networks (<c>10.1.0.0/16</c>) whose forwarded headers are believed.</param>
internal sealed record ProxyOptions(string PathBase, IReadOnlyList<string> KnownProxies);
