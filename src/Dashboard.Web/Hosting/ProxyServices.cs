using System.Net;
using Dashboard.Web.Configuration;
using Microsoft.AspNetCore.HttpOverrides;

namespace Dashboard.Web.Hosting;

internal static class ProxyServices
{
    /// <summary>Believes forwarded headers from the named proxies and from nobody else.</summary>
    public static IServiceCollection AddKnownProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<DashboardOptions>((forwarded, options) =>
        {
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            forwarded.ForwardedHeaders = options.Proxy.KnownProxies.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var proxy in options.Proxy.KnownProxies)
            {
                if (IPAddress.TryParse(proxy, out var address))
                    forwarded.KnownProxies.Add(address);
                else
                    forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        });
        return services;
    }
}
