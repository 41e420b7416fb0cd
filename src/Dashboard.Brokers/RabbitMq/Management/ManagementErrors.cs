using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>Turns failed HTTP requests into words for the operator, with the broker's own in them and without any credentials.</summary>
internal sealed class ManagementErrors(string username, string password)
{
    private const int MaxWords = 300;

    /// <summary>What was asked, without its query: <c>/api/queues</c>.</summary>
    public static string Resource(string path) => "/api/" + (path.IndexOf('?', StringComparison.Ordinal) is var i and >= 0 ? path[..i] : path);

    /// <summary>No HTTP answer came at all.</summary>
    public static SourceException OfTransport(Uri endpoint, HttpRequestException e)
    {
        var inner = e.GetBaseException();
        var text = (inner, e.HttpRequestError) switch
        {
            (SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }, _) or (_, HttpRequestError.NameResolutionError)
                => $"No host is known by the name {endpoint.Host}: check ManagementUrls and the DNS.",
            (SocketException { SocketErrorCode: SocketError.ConnectionRefused }, _)
                => $"{endpoint.Authority} refuses connections: is the broker running, with the management plugin on this port?",
            (SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable } s, _)
                => $"{endpoint.Authority} cannot be reached: {s.Message}.",
            (AuthenticationException a, _) => $"{endpoint.Authority} presents a TLS certificate that is not accepted: {a.Message} Tls:CaFile names one's own authority.",
            (_, HttpRequestError.SecureConnectionError) => $"No TLS connection to {endpoint.Authority}: {inner.Message}",
            _ => $"No answer from {endpoint.Authority}: {inner.Message}",
        };
        return new SourceException(SourceProblemKind.Unreachable, text, e);
    }

    /// <summary>An answer came, and it was not 200.</summary>
    public async Task<SourceException> OfAnswerAsync(Uri endpoint, string path, HttpResponseMessage response, string? requires, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var words = await WordsAsync(response, cancellationToken);
        var quoted = words.Length == 0 ? "" : $" It says: {words}";
        var resource = Resource(path);
        return response.StatusCode switch
        {
            // The broker answers 401 both to a wrong password (not_authorized) and to a right one without the tag or vhost right that is
            // needed (not_authorised): one letter tells them apart.
            HttpStatusCode.Unauthorized when words.StartsWith("not_authorised", StringComparison.Ordinal) => Denied(),
            HttpStatusCode.Unauthorized => new SourceException(
                SourceProblemKind.BadCredentials, $"{endpoint.Authority} does not accept user '{username}' with the configured password (401).{quoted}"),
            HttpStatusCode.Forbidden => Denied(),
            HttpStatusCode.NotFound or HttpStatusCode.NotAcceptable when requires is not null => new SourceException(
                SourceProblemKind.NotSupported, $"This broker has no {resource} ({status}): it needs {requires}."),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => new SourceException(
                SourceProblemKind.NotSupported, $"This broker has no {resource} ({status}): it may be too old, or a plugin is missing.{quoted}"),
            HttpStatusCode.BadRequest when words.Contains("Stats in management UI are disabled", StringComparison.Ordinal) => new SourceException(
                SourceProblemKind.NotSupported, $"This broker does not tell {resource} ({status}).{quoted}"),
            _ when status >= 500 => new SourceException(
                SourceProblemKind.Unreachable, $"{endpoint.Authority} answered {resource} with {status} {response.ReasonPhrase}.{quoted}"),
            _ when status is >= 300 and < 400 => new SourceException(
                SourceProblemKind.Unexpected, $"{endpoint.Authority} sends {resource} on to another address ({status}), which is not followed: configure the final address."),
            _ => new SourceException(SourceProblemKind.Unexpected, $"{endpoint.Authority} answered {resource} with {status} {response.ReasonPhrase}.{quoted}"),
        };

        SourceException Denied() => new(
            SourceProblemKind.Denied, $"User '{username}' may not read {resource} ({status}).{quoted} The tag 'monitoring' and rights on the vhosts give that right.");
    }

    /// <summary>The broker's words: error and reason of its JSON, or the beginning of what else it sent, on one line.</summary>
    public async Task<string> WordsAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[8 * 1024];
        int length;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(buffer, 0, length);
        try
        {
            using var json = JsonDocument.Parse(buffer.AsMemory(0, length));
            var error = json.RootElement.Text("error");
            var reason = json.RootElement.Text("reason");
            text = string.Join(": ", new[] { error, reason }.Where(t => !string.IsNullOrEmpty(t)));
        }
        catch (JsonException)
        {
            // A proxy's page; its beginning is better than nothing.
        }

        return Clean(text);
    }

    private string Clean(string text)
    {
        if (password.Length > 0)
            text = text.Replace(password, "***", StringComparison.Ordinal);
        var clean = new StringBuilder(Math.Min(text.Length, MaxWords + 1));
        foreach (var c in text)
        {
            if (clean.Length == MaxWords)
                return clean.Append('…').ToString();
            if (!char.IsControl(c))
                clean.Append(c);
            else if (clean.Length > 0 && clean[^1] != ' ')
                clean.Append(' ');
        }

        return clean.ToString().Trim();
    }
}
