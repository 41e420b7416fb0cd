namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// Where a list is read: one path for all vhosts, or one for each vhost the settings name, so that a dashboard for one vhost of a large
/// cluster does not read all of it.
/// </summary>
internal static class ScopedPaths
{
    public static IReadOnlyList<string> Of(RabbitMqSettings settings, string resource)
        => AreFew(settings) && settings.VirtualHosts.All(ManagementPath.CanHold)
            ? [.. settings.VirtualHosts.Select(v => ManagementPath.Of(resource, v))]
            : [resource];

    /// <summary>The settings name vhosts, and no more than it is worth asking for one by one.</summary>
    public static bool AreFew(RabbitMqSettings settings) => settings.VirtualHosts.Count is > 0 and <= 20;
}
