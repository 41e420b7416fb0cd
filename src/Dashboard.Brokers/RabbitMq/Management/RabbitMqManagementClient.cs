using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>
/// Asks the management plugin's HTTP API of one cluster. Stays with the endpoint that last worked and goes through the others when it does
/// not. Every failure is a <see cref="SourceException"/> whose message says what was asked, where, and the broker's own words, and never
/// holds credentials. Thread-safe.
/// </summary>
public sealed partial class RabbitMqManagementClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Below the 60 s after which RabbitMQ closes a connection itself. What crosses with that is asked again by the HTTP client.</summary>
    private static readonly TimeSpan ReadsIdleTime = TimeSpan.FromSeconds(30);

    private readonly RabbitMqSettings _settings;
    private readonly string _connection;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly HttpClient _reads;
    private readonly HttpClient _commands;
    private readonly HttpClient _anonymous;
    private readonly ManagementErrors _errors;
    private volatile int _preferred;

    public RabbitMqManagementClient(RabbitMqSettings settings, ConnectionInfo info, ILoggerFactory loggers, TimeProvider time)
        : this(settings, info, loggers, time, HandlerFor(settings, ReadsIdleTime), HandlerFor(settings, CommandsIdleTime))
    {
    }

    /// <summary>With handlers of the caller's, which stand in for the network; they are disposed with the client.</summary>
    internal RabbitMqManagementClient(
        RabbitMqSettings settings, ConnectionInfo info, ILoggerFactory loggers, TimeProvider time, HttpMessageHandler reads, HttpMessageHandler commands)
    {
        _settings = settings;
        _connection = info.Id.Value;
        _logger = loggers.CreateLogger<RabbitMqManagementClient>();
        _time = time;
        _errors = new ManagementErrors(settings.Username, settings.Password);
        _reads = SignedIn(reads);
        _reads.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _commands = SignedIn(commands);
        _anonymous = new HttpClient(reads, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The endpoint that is asked first.</summary>
    public Uri CurrentEndpoint => _settings.ManagementUrls[_preferred % _settings.ManagementUrls.Count];

    /// <summary>The broker's version as the last overview told it; null until one was read.</summary>
    public Version? BrokerVersion { get; internal set; }

    /// <summary>Reads a resource. The caller disposes the document.</summary>
    /// <param name="path">Path and query below <c>/api/</c>; names in it escaped by <see cref="ManagementPath.Of"/>.</param>
    /// <param name="cancellationToken">Ends it; the time limit of one request is the settings' own.</param>
    /// <param name="requires">What has to be there for this resource to exist: "the plugin rabbitmq_shovel_management"; for the 404.</param>
    /// <exception cref="SourceException">It could not be read; a 404 is <see cref="SourceProblemKind.NotSupported"/>.</exception>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken, string? requires = null)
        => await SendAsync(path, requires, isMissingFine: false, cancellationToken) ?? throw new InvalidOperationException("A missing resource was not told.");

    /// <summary>Reads one object: null where the broker says that it does not exist. The caller disposes the document.</summary>
    /// <exception cref="SourceException">It could not be read.</exception>
    public Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken) => SendAsync(path, null, isMissingFine: true, cancellationToken);

    public void Dispose()
    {
        _anonymous.Dispose();
        _commands.Dispose();
        _reads.Dispose();
    }

    private HttpClient SignedIn(HttpMessageHandler handler)
    {
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_settings.Username}:{_settings.Password}")));
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("BrokerDashboard", "1"));
        return client;
    }

    /// <param name="settings">Of the connection.</param>
    /// <param name="idleTime">How long a connection is kept that nothing goes over.</param>
    private static SocketsHttpHandler HandlerFor(RabbitMqSettings settings, TimeSpan idleTime) => new()
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        AllowAutoRedirect = false, // Credentials go to the configured places only.
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = idleTime,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), // So that a changed DNS record is seen.
        MaxConnectionsPerServer = 6,
        MaxResponseHeadersLength = 64,
        SslOptions =
        {
            RemoteCertificateValidationCallback = settings.Tls.Accepts,
            ClientCertificates = settings.Tls.ClientCertificate is { } certificate ? [certificate] : null,
        },
    };

    private async Task<JsonDocument?> SendAsync(string path, string? requires, bool isMissingFine, CancellationToken cancellationToken)
    {
        var endpoints = _settings.ManagementUrls;
        var first = _preferred;
        SourceException? failure = null;
        for (var i = 0; i < endpoints.Count; i++)
        {
            var index = (first + i) % endpoints.Count;
            try
            {
                var document = await AskAsync(endpoints[index], path, requires, isMissingFine, cancellationToken);
                _preferred = index;
                return document;
            }
            catch (SourceException e) when (e.Kind is SourceProblemKind.Unreachable or SourceProblemKind.TimedOut)
            {
                failure ??= e;
                if (i + 1 < endpoints.Count)
                    Log.EndpointFailed(_logger, _connection, endpoints[index], e.Message, endpoints[(index + 1) % endpoints.Count]);
            }
            catch (SourceException)
            {
                // It answered, and another node of the same cluster would not say otherwise.
                _preferred = index;
                throw;
            }
        }

        if (endpoints.Count == 1)
            throw failure!;
        throw new SourceException(failure!.Kind, $"None of the {endpoints.Count} management addresses answers. The first says: {failure.Message}", failure);
    }

    private Task<JsonDocument?> AskAsync(Uri endpoint, string path, string? requires, bool isMissingFine, CancellationToken cancellationToken)
        => WithinLimitAsync(
            endpoint,
            ManagementErrors.Resource(path),
            async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(endpoint, path));
                using var response = await _reads.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                if (response.StatusCode == HttpStatusCode.NotFound && isMissingFine)
                    return null;
                if (response.StatusCode != HttpStatusCode.OK)
                    throw await _errors.OfAnswerAsync(endpoint, path, response, requires, token);
                await using var body = await BodyAsync(response, token);
                return await JsonDocument.ParseAsync(body, new JsonDocumentOptions { MaxDepth = 128 }, token);
            },
            cancellationToken);

    /// <summary>The answer's body, which throws once it is longer than the settings allow.</summary>
    private async Task<Stream> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
        => new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), _settings.MaxResponseBytes);

    /// <summary>Asks once, within the time limit of one request; what goes wrong on the way is told in the operator's words.</summary>
    private async Task<T> WithinLimitAsync<T>(Uri endpoint, string resource, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_settings.RequestTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ask(linked.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(SourceProblemKind.TimedOut, $"{endpoint.Authority} gave no answer to {resource} within {_settings.RequestTimeout.TotalSeconds:0.#} s.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own limit: no TCP or TLS connection in time.
            throw new SourceException(SourceProblemKind.TimedOut, $"{endpoint.Authority} took no connection within {ConnectTimeout.TotalSeconds:0} s.", e);
        }
        catch (HttpRequestException e)
        {
            throw ManagementErrors.OfTransport(endpoint, e);
        }
        catch (AnswerTooLongException e)
        {
            throw new SourceException(SourceProblemKind.Unexpected, $"The answer to {resource} is longer than {_settings.MaxResponseBytes / (1024 * 1024)} MiB and was not read; the setting MaxResponseMegabytes allows more.", e);
        }
        catch (JsonException e)
        {
            throw new SourceException(SourceProblemKind.Unexpected, $"{endpoint.Authority} answered {resource} with something that is not JSON: is this the address of a RabbitMQ management plugin?", e);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            throw new SourceException(SourceProblemKind.Unreachable, $"The connection to {endpoint.Authority} was lost while it answered {resource}: {e.Message}", e);
        }
    }
}
