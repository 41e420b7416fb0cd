using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dashboard.Brokers.Kafka.SchemaRegistry;

/// <summary>Requests of the registry's REST API. Whatever goes wrong is a <see cref="RegistryFailure"/>.</summary>
internal sealed class RegistryRequests : IDisposable
{
    private readonly SchemaRegistryOptions _options;
    private readonly HttpClient _http;

    public RegistryRequests(SchemaRegistryOptions options, HttpMessageHandler handler)
    {
        _options = options;
        var root = options.Url.AbsoluteUri;
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(root.EndsWith('/') ? root : root + "/"),
            MaxResponseContentBufferSize = options.MaxAnswerBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.schemaregistry.v1+json"));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json", 0.5));
        if (options.Username is { Length: > 0 } user)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}")));
    }

    private string Where => $"the registry at {_options.Url.Authority}";

    /// <summary>Reads one answer.</summary>
    /// <param name="path">Below the root.</param>
    /// <param name="what">What is asked for, as the subject of a sentence: <c>schema 42</c>.</param>
    /// <param name="type">The shape of the answer.</param>
    /// <param name="cancellationToken">The time limit.</param>
    public async Task<T> GetAsync<T>(string path, string what, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw Refused(response.StatusCode, what);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(bytes, type) ?? throw new RegistryFailure($"{Where} answered for {what} with nothing", isUnknown: false);
        }
        catch (JsonException)
        {
            throw new RegistryFailure($"{Where} answered for {what} with something that is no schema: is the address that of its REST API?", isUnknown: false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new RegistryFailure($"{what} is larger than {_options.MaxAnswerBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes at {Where}", isUnknown: false);
        }
        catch (HttpRequestException e)
        {
            throw new RegistryFailure($"{Where} cannot be reached: {ReasonOf(e)}", isUnknown: false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new RegistryFailure($"{Where} did not answer for {what} within {_options.TimeLimit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s", isUnknown: false);
        }
    }

    public void Dispose() => _http.Dispose();

    private RegistryFailure Refused(HttpStatusCode status, string what) => status switch
    {
        HttpStatusCode.NotFound => new RegistryFailure($"{what} is not known to {Where}", isUnknown: true),
        HttpStatusCode.Unauthorized => new RegistryFailure($"{Where} refuses the user name or password (401)", isUnknown: false),
        HttpStatusCode.Forbidden => new RegistryFailure($"{Where} does not let this user read {what} (403)", isUnknown: false),
        _ => new RegistryFailure($"{Where} answered {((int)status).ToString(CultureInfo.InvariantCulture)} for {what}", isUnknown: false),
    };

    private static string ReasonOf(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "there is no such host",
        HttpRequestError.ConnectionError => "the connection was refused or timed out",
        HttpRequestError.SecureConnectionError => "TLS failed; is the certificate trusted on the dashboard's machine?",
        _ => "the connection broke",
    };
}
