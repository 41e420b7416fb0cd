using System.Net;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>The broker's metrics page, which stands beside the management API on a port of its own.</summary>
public sealed partial class RabbitMqManagementClient
{
    /// <summary>Reads a page of metrics from the host that the management API is asked at. No credentials go there.</summary>
    /// <param name="scheme"><c>http</c> or <c>https</c>.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="path">Path and query, without a slash at the front.</param>
    /// <param name="read">Reads the answer, which throws once it is longer than the settings allow.</param>
    /// <param name="cancellationToken">Ends it; the time limit is that of one request.</param>
    /// <exception cref="SourceException">It could not be read.</exception>
    internal Task<T> ReadMetricsAsync<T>(string scheme, int port, string path, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var endpoint = new UriBuilder(scheme, CurrentEndpoint.Host, port).Uri;
        return WithinLimitAsync(
            endpoint,
            "/metrics",
            async token =>
            {
                using var response = await _anonymous.GetAsync(new Uri(endpoint, path), HttpCompletionOption.ResponseHeadersRead, token);
                if (response.StatusCode != HttpStatusCode.OK)
                    throw new SourceException(SourceProblemKind.NotSupported, $"{endpoint.Authority} answered {(int)response.StatusCode} to the question for its metrics.");
                await using var body = await BodyAsync(response, token);
                return await read(body, token);
            },
            cancellationToken);
    }

    /// <summary>Writes down why depths come from the list again.</summary>
    internal void TellMetricsUnused(string reason, TimeSpan pause) => Log.MetricsUnused(_logger, _connection, reason, pause.TotalMinutes);
}
