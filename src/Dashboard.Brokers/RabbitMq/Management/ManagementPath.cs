using System.Text;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>Makes paths below <c>/api</c> out of names that may hold anything.</summary>
public static class ManagementPath
{
    /// <summary>The path of the given parts: <c>Of("queues", "/", "a b")</c> is <c>queues/%2F/a%20b</c>.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var path = new StringBuilder();
        foreach (var part in parts)
        {
            if (path.Length > 0)
                path.Append('/');
            path.Append(Uri.EscapeDataString(part));
        }

        return path.ToString();
    }

    /// <summary>
    /// Whether a name can stand in a path at all. The broker's HTTP server decodes a path before it resolves dot segments, so things named
    /// <c>.</c> and <c>..</c>, legal names in AMQP, can be found in lists only; so can those with the empty name.
    /// </summary>
    public static bool CanHold(string name) => name is not ("" or "." or "..");
}
