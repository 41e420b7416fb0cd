using System.Net.Security;
using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Amqp;

/// <summary>
/// The AMQP connections of one cluster: at most one per vhost and purpose, opened when first needed, closed when idle, replaced when lost.
/// Thread-safe.
/// </summary>
internal sealed class AmqpConnections : IAsyncDisposable
{
    /// <summary>Above what any broker lets through (at most 512 MiB), so that no message is too large to be looked at.</summary>
    private const uint MaxInboundBodyBytes = 512u * 1024 * 1024 + 1024;

    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly RabbitMqSettings _settings;
    private readonly ConnectionInfo _info;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string VirtualHost, AmqpPurpose Purpose), AmqpLink> _links = [];
    private readonly Dictionary<(string VirtualHost, AmqpPurpose Purpose), SemaphoreSlim> _gates = [];
    private volatile int _preferred;
    private volatile bool _isDisposed;

    public AmqpConnections(RabbitMqSettings settings, ConnectionInfo info, ILoggerFactory loggers, TimeProvider time)
    {
        _settings = settings;
        _info = info;
        _logger = loggers.CreateLogger<AmqpConnections>();
        _time = time;
        _sweep = time.CreateTimer(_ => _ = SweepAsync(), null, SweepInterval, SweepInterval);
    }

    /// <summary>The account that this connection signs in with.</summary>
    public string Username => _settings.Username;

    public ConnectionInfo Info => _info;

    /// <summary>The broker's version as last told by any AMQP connection; null until one was open.</summary>
    public Version? ServerVersion { get; private set; }

    /// <summary>A connection to the vhost. Opens one where none is open.</summary>
    /// <exception cref="BrokerException">The broker refused or cannot be reached.</exception>
    public async Task<AmqpLease> RentAsync(string virtualHost, AmqpPurpose purpose, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var key = (virtualHost, purpose);
        SemaphoreSlim? gate;
        lock (_lock)
        {
            if (TryUse(key) is { } open)
                return new AmqpLease(this, open);
            if (!_gates.TryGetValue(key, out gate))
                _gates[key] = gate = new SemaphoreSlim(1, 1);
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            AmqpLink? old;
            lock (_lock)
            {
                if (TryUse(key) is { } open)
                    return new AmqpLease(this, open);
                if (_links.Remove(key, out old) && old.Uses > 0)
                    old = null; // Its users close it when they are through.
            }

            if (old is not null)
                await old.CloseAsync();
            var link = await OpenAsync(virtualHost, purpose, cancellationToken);
            lock (_lock)
            {
                link.Uses = 1;
                _links[key] = link;
            }

            return new AmqpLease(this, link);
        }
        finally
        {
            gate.Release();
        }
    }

    internal async ValueTask ReturnAsync(AmqpLink link)
    {
        bool isLast;
        lock (_lock)
        {
            link.Uses--;
            link.IdleSince = _time.GetUtcNow();
            isLast = link.Uses == 0 && (!link.IsUsable || _isDisposed || !_links.ContainsValue(link));
            if (isLast && _links.TryGetValue((link.VirtualHost, link.Purpose), out var current) && current == link)
                _links.Remove((link.VirtualHost, link.Purpose));
        }

        if (isLast)
            await link.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _sweep.DisposeAsync();
        List<AmqpLink> links;
        lock (_lock)
        {
            links = [.. _links.Values];
            _links.Clear();
        }

        await Task.WhenAll(links.Select(l => l.CloseAsync()));
    }

    private AmqpLink? TryUse((string VirtualHost, AmqpPurpose Purpose) key)
    {
        if (!_links.TryGetValue(key, out var link) || !link.IsUsable)
            return null;
        link.Uses++;
        return link;
    }

    private async Task SweepAsync()
    {
        var idle = new List<AmqpLink>();
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            foreach (var (key, link) in _links.ToList())
            {
                if (link.Uses > 0 || (link.IsUsable && now - link.IdleSince < IdleLimit))
                    continue;
                _links.Remove(key);
                idle.Add(link);
            }
        }

        foreach (var link in idle)
            await link.CloseAsync();
    }

    private async Task<AmqpLink> OpenAsync(string virtualHost, AmqpPurpose purpose, CancellationToken cancellationToken)
    {
        var factory = Factory(virtualHost);
        var endpoints = _settings.AmqpEndpoints;
        var first = _preferred;
        Exception? failure = null;
        Uri? failed = null;
        for (var i = 0; i < endpoints.Count; i++)
        {
            var index = (first + i) % endpoints.Count;
            try
            {
                var name = $"Broker Dashboard ({_info.Id}, {purpose.ToString().ToLowerInvariant()})";
                var connection = await Abandonable.WaitAsync(factory.CreateConnectionAsync([Endpoint(endpoints[index])], name, CancellationToken.None), cancellationToken);
                _preferred = index;
                var link = new AmqpLink(connection, _info.Id, virtualHost, purpose, _logger);
                ServerVersion = link.ServerVersion ?? ServerVersion;
                AmqpLog.Opened(_logger, _info.Id.Value, connection.Endpoint.ToString(), purpose, virtualHost);
                return link;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception e)
            {
                // What a node refuses (password, vhost), the next node of the cluster would refuse too.
                failure ??= e;
                failed ??= endpoints[index];
                if (AmqpErrors.IsRefusal(e))
                    break;
            }
        }

        throw AmqpErrors.OfConnecting(failure!, failed!, _settings.Username, virtualHost);
    }

    private ConnectionFactory Factory(string virtualHost) => new()
    {
        UserName = _settings.Username,
        Password = _settings.Password,
        VirtualHost = virtualHost,
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromSeconds(20),
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        HandshakeContinuationTimeout = TimeSpan.FromSeconds(10),
        ContinuationTimeout = TimeSpan.FromSeconds(20),
        MaxInboundMessageBodySize = MaxInboundBodyBytes,
        ConsumerDispatchConcurrency = 1,
    };

    private AmqpTcpEndpoint Endpoint(Uri uri)
    {
        var ssl = new SslOption
        {
            Enabled = uri.Scheme == "amqps",
            ServerName = uri.IdnHost,
            CertificateValidationCallback = _settings.Tls.Accepts,
            // The callback is the one judge; it gets every error.
            AcceptablePolicyErrors = SslPolicyErrors.None,
            Certs = _settings.Tls.ClientCertificate is { } certificate ? [certificate] : null,
        };
        return new AmqpTcpEndpoint(uri.IdnHost.Trim('[', ']'), uri.Port, ssl, MaxInboundBodyBytes);
    }
}
