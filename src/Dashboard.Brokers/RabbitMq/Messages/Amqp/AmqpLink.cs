using System.Text;
using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Dashboard.Brokers.RabbitMq.Messages.Amqp;

/// <summary>
/// One open AMQP connection to one vhost, with what the broker said of it. It is not recovered: when it is lost, everything on it is told
/// so, and the next one who asks gets a new one.
/// </summary>
internal sealed class AmqpLink
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger;
    private readonly string _name;
    private readonly Lock _lock = new();
    private string? _blockedReason;
    private TaskCompletionSource? _unblocked;

    public AmqpLink(IConnection connection, ConnectionId id, string virtualHost, AmqpPurpose purpose, ILogger logger)
    {
        Connection = connection;
        VirtualHost = virtualHost;
        Purpose = purpose;
        _name = id.Value;
        _logger = logger;
        connection.ConnectionBlockedAsync += OnBlockedAsync;
        connection.ConnectionUnblockedAsync += OnUnblockedAsync;
        connection.ConnectionShutdownAsync += OnShutdownAsync;
        connection.CallbackExceptionAsync += OnCallbackExceptionAsync;
        ServerVersion = VersionOf(connection);
    }

    public IConnection Connection { get; }

    public string VirtualHost { get; }

    public AmqpPurpose Purpose { get; }

    /// <summary>What the broker said when the connection opened; null where it said nothing sensible.</summary>
    public Version? ServerVersion { get; }

    /// <summary>Set when a channel could not be closed in order: it is not handed out again.</summary>
    public bool IsRetired { get; set; }

    public bool IsUsable => Connection.IsOpen && !IsRetired;

    /// <summary>Uses at the moment; guarded by the lock of <see cref="AmqpConnections"/>.</summary>
    public int Uses { get; set; }

    /// <summary>When the last use ended; guarded like <see cref="Uses"/>.</summary>
    public DateTimeOffset IdleSince { get; set; }

    /// <summary>The broker's reason for taking no messages; null while it takes them.</summary>
    public string? BlockedReason
    {
        get
        {
            lock (_lock)
                return _blockedReason;
        }
    }

    /// <summary>Waits until the broker takes messages again or the connection is lost.</summary>
    public Task WhenUnblockedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _blockedReason is null ? Task.CompletedTask : _unblocked!.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Closes a channel so that the broker has heard everything on it before this returns. Never throws, and never waits for long for a
    /// broker that does not answer: then the whole connection is not used any more, and closing it ends the channel.
    /// </summary>
    public async Task CloseAsync(IChannel channel)
    {
        // A broker that blocks this connection does not read from it and would not hear the request to close.
        if (BlockedReason is not null && channel.IsOpen)
            IsRetired = true;
        else if (!await EndsInTimeAsync(() => CloseAndDisposeAsync(channel), CloseTimeout))
            IsRetired = true;
    }

    /// <summary>Closes the connection; never throws and never waits for long.</summary>
    public async Task CloseAsync()
    {
        // A broker that blocks the connection, or has left a channel without an answer, hears no farewell.
        var patience = IsUsable && BlockedReason is null ? CloseTimeout : TimeSpan.FromMilliseconds(500);
        await EndsInTimeAsync(() => CloseAndDisposeAsync(Connection), patience);
        AmqpLog.Closed(_logger, _name, Purpose, VirtualHost);
    }

    private static async Task CloseAndDisposeAsync(IChannel channel)
    {
        if (channel.IsOpen)
            await channel.CloseAsync(200, "done", abort: true, CancellationToken.None);
        await channel.DisposeAsync();
    }

    private static async Task CloseAndDisposeAsync(IConnection connection)
    {
        if (connection.IsOpen)
            await connection.CloseAsync(200, "done", CloseTimeout, abort: true, CancellationToken.None);
        await connection.DisposeAsync();
    }

    /// <summary>Whether it ended in time and in order. The library goes on with it in any case.</summary>
    private async Task<bool> EndsInTimeAsync(Func<Task> close, TimeSpan patience)
    {
        var closing = Task.Run(async () =>
        {
            try
            {
                await close();
                return true;
            }
            catch (Exception e)
            {
                AmqpLog.CloseFailed(_logger, _name, e);
                return false;
            }
        });
        return await Task.WhenAny(closing, Task.Delay(patience, CancellationToken.None)) == closing && await closing;
    }

    private Task OnBlockedAsync(object sender, ConnectionBlockedEventArgs args)
    {
        var reason = string.IsNullOrWhiteSpace(args.Reason) ? "resource alarm" : args.Reason;
        lock (_lock)
        {
            _blockedReason = reason;
            _unblocked ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        AmqpLog.Blocked(_logger, _name, VirtualHost, reason);
        return Task.CompletedTask;
    }

    private Task OnUnblockedAsync(object sender, AsyncEventArgs args)
    {
        Unblock();
        AmqpLog.Unblocked(_logger, _name, VirtualHost);
        return Task.CompletedTask;
    }

    private void Unblock()
    {
        TaskCompletionSource? waiters;
        lock (_lock)
        {
            waiters = _unblocked;
            _unblocked = null;
            _blockedReason = null;
        }

        waiters?.TrySetResult();
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs args)
    {
        Unblock();
        if (args.Initiator != ShutdownInitiator.Application)
            AmqpLog.Lost(_logger, _name, Purpose, VirtualHost, args.ReplyText);
        return Task.CompletedTask;
    }

    private Task OnCallbackExceptionAsync(object sender, CallbackExceptionEventArgs args)
    {
        AmqpLog.CallbackFailed(_logger, _name, args.Exception);
        return Task.CompletedTask;
    }

    private static Version? VersionOf(IConnection connection)
        => connection.ServerProperties?.TryGetValue("version", out var value) == true && value is byte[] bytes
            && Version.TryParse(Encoding.UTF8.GetString(bytes).Split('-', '+')[0], out var version)
                ? version
                : null;
}
