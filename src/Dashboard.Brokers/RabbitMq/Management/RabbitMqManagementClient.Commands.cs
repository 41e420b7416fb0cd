using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;

namespace Dashboard.Brokers.RabbitMq.Management;

// Commands: sent once. Another endpoint is asked only where no connection was made, so that nothing is done twice.
public sealed partial class RabbitMqManagementClient
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A command that crosses with the broker, or a proxy before it, closing an idle connection is lost, and nobody knows whether it was done: it is not asked again
    /// as a read is. So it goes over a connection that was used a moment ago or is new; commands sent in a row share one.
    /// </summary>
    private static readonly TimeSpan CommandsIdleTime = TimeSpan.FromSeconds(2);

    /// <summary>Sends a command. Never throws for what the broker or the network does.</summary>
    /// <param name="method">PUT, POST or DELETE.</param>
    /// <param name="path">Below <c>/api/</c>, names in it escaped by <see cref="ManagementPath.Of"/>.</param>
    /// <param name="body">Sent as JSON; null for none.</param>
    /// <param name="headers">Further headers.</param>
    /// <param name="cancellationToken">Ends the wait; whether it was done is not known then.</param>
    internal async Task<CommandAnswer> CommandAsync(
        HttpMethod method, string path, JsonNode? body, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        var endpoints = _settings.ManagementUrls;
        var first = _preferred;
        CommandAnswer answer = new(null, "There is no management address.", IsSent: false);
        for (var i = 0; i < endpoints.Count; i++)
        {
            var index = (first + i) % endpoints.Count;
            answer = await TellAsync(endpoints[index], method, path, body, headers, cancellationToken);
            if (!answer.IsSent)
                continue;
            _preferred = index;
            return answer;
        }

        return answer;
    }

    private async Task<CommandAnswer> TellAsync(
        Uri endpoint, HttpMethod method, string path, JsonNode? body, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CommandTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(method, AddressOf(endpoint, path));
            // Some commands of the broker answer with nothing, and refuse who asks for JSON.
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            if (body is not null)
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await _commands.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            var words = await _errors.WordsAsync(response, linked.Token);
            return new CommandAnswer(response.StatusCode, words.Length > 0 ? words : response.ReasonPhrase ?? "");
        }
        catch (OperationCanceledException)
        {
            return new CommandAnswer(null, $"{endpoint.Authority} gave no answer in time");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new CommandAnswer(null, ManagementErrors.OfTransport(endpoint, e).Message, IsSent: false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AuthenticationException)
        {
            return new CommandAnswer(null, $"the connection to {endpoint.Authority} was lost: {e.GetBaseException().Message}");
        }
    }

    /// <summary>Canonicalisation would decode and resolve dots in names: what was escaped has to reach the broker as it is.</summary>
    private static Uri AddressOf(Uri endpoint, string path)
        => new($"{endpoint.AbsoluteUri.TrimEnd('/')}/api/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
