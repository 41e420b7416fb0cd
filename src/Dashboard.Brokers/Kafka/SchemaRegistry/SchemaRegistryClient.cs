using System.Collections.Concurrent;
using Dashboard.Core.Decoding.Schemas;

namespace Dashboard.Brokers.Kafka.SchemaRegistry;

/// <summary>
/// Schemas of a Confluent-compatible registry. Each schema is asked for once however many messages wait for it; all its requests together have one
/// time limit; failures are remembered for a while, so that a registry that is down costs a page one wait.
/// </summary>
public sealed class SchemaRegistryClient : ISchemaSource, IDisposable
{
    private readonly SchemaRegistryOptions _options;
    private readonly RegistryRequests _requests;
    private readonly SchemaCache _cache;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<SchemaPointer, Task<SchemaAnswer>> _running = new();
    private readonly CancellationTokenSource _closing = new();

    /// <param name="options">Where it is.</param>
    /// <param name="time">For time limits and what is remembered.</param>
    /// <param name="handler">Disposed with this. Null for the usual one, which follows no redirects.</param>
    public SchemaRegistryClient(SchemaRegistryOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        _options = options;
        _time = time;
        _requests = new RegistryRequests(options, handler ?? HandlerOf(options.Trust));
        _cache = new SchemaCache(options.MaxSchemas, time);
    }

    public string Name => _options.Url.Authority;

    public bool TryGet(SchemaPointer pointer, out SchemaAnswer? answer) => _cache.TryGet(pointer, out answer);

    public async ValueTask<SchemaAnswer> GetAsync(SchemaPointer pointer, CancellationToken cancellationToken)
    {
        if (_cache.TryGet(pointer, out var known))
            return known!;
        // The fetch is nobody's own: who stops waiting does not stop it for the others.
        var running = _running.GetOrAdd(pointer, wanted => Task.Run(() => FetchAsync(wanted), CancellationToken.None));
        return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _closing.Cancel();
        _requests.Dispose();
    }

    private static SocketsHttpHandler HandlerOf(ServerTrust trust) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = { RemoteCertificateValidationCallback = trust.Accepts },
    };

    private async Task<SchemaAnswer> FetchAsync(SchemaPointer pointer)
    {
        SchemaAnswer answer;
        TimeSpan? period = null;
        using var limit = new CancellationTokenSource(_options.TimeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
        try
        {
            answer = SchemaAnswer.Of(await new SchemaFetch(_requests, _options).RunAsync(pointer, either.Token).ConfigureAwait(false));
        }
        catch (RegistryFailure e)
        {
            (answer, period) = (SchemaAnswer.Failed(e.Message), e.IsUnknown ? _options.UnknownFor : _options.FailedFor);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            (answer, period) = (SchemaAnswer.Failed($"the connection to the registry at {Name} was closed"), _options.FailedFor);
        }

        _cache.Keep(pointer, answer, period);
        _running.TryRemove(pointer, out _);
        return answer;
    }
}
