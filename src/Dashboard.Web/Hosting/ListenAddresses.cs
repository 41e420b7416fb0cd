using System.Net;

namespace Dashboard.Web.Hosting;

/// <summary>Tells whether addresses of the server can be reached from this machine alone.</summary>
internal static class ListenAddresses
{
    /// <summary>True when every address, <c>http://127.0.0.1:5080</c> for one, is a loopback one. <c>*</c>, <c>+</c> and <c>0.0.0.0</c> are not.</summary>
    public static bool AreLoopback(IEnumerable<string> addresses) => addresses.All(IsLoopback);

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }

    /// <summary>What the configuration will have the server listen on, before it does. Empty: the framework's default, which is loopback.</summary>
    public static IReadOnlyList<string> Configured(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return endpoints;
        if (configuration["urls"] is { Length: > 0 } urls)
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var ports = $"{configuration["http_ports"]};{configuration["https_ports"]}";
        return [.. ports.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"http://*:{port}")];
    }
}
