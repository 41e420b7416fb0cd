namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// Where a list is read: one path for all vhosts, or one for each vhost the settings name, so that a dashboard for one vhost of a large
/// cluster does not read all of it.
/// </summary>
internal static class ScopedPaths
{
    public static IReadOnlyList<string> Of(RabbitMqSettings settings, string resource)
        => settings.VirtualHosts.Count is 0 or > 20 || !settings.VirtualHosts.All(ManagementPath.CanHold)
            ? [resource]
            : [.. settings.VirtualHosts.Select(v => ManagementPath.Of(resource, v))];
}
