using System.Net;

namespace Dashboard.Web.Metrics;

/// <summary>Whether a request comes from this machine itself.</summary>
internal static class LocalRequest
{
    // What proxies add. A known proxy's headers were believed and taken off before; what is still there came through somebody unknown.
    private static readonly string[] Traces = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"];

    /// <summary>
    /// True when the client's address (the forwarded one, behind a known proxy) is a loopback one, nothing tells of an unknown proxy, and the request was
    /// sent to a loopback name: a page of another site that has its own name lead here is not this machine's wish.
    /// </summary>
    public static bool IsLocal(HttpContext context)
    {
        var headers = context.Request.Headers;
        return context.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address)
            && !Array.Exists(Traces, headers.ContainsKey)
            && IsLoopbackName(context.Request.Host.Host.Trim('[', ']'));
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
