using System.Net.Sockets;
using System.Security.Authentication;
using Dashboard.Core.Model;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Dashboard.Brokers.RabbitMq.Messages.Amqp;

/// <summary>Turns what the client library throws into words for the operator, with the broker's own apart and a next step.</summary>
internal static class AmqpErrors
{
    /// <summary>Whether the broker answered and said no, so that asking another node is of no use.</summary>
    public static bool IsRefusal(Exception exception) => Chain(exception).Any(
        e => e is AuthenticationFailureException or PossibleAuthenticationFailureException
            || e is OperationInterruptedException { ShutdownReason.ReplyCode: 403 or 530 });

    /// <summary>No connection could be opened.</summary>
    public static BrokerException OfConnecting(Exception exception, Uri endpoint, string username, string virtualHost)
    {
        var where = endpoint.Authority;
        foreach (var e in Chain(exception))
        {
            switch (e)
            {
                case OperationInterruptedException { ShutdownReason: { } reason }:
                    return new BrokerException(
                        $"The broker at {where} refuses user '{username}' a connection to vhost '{virtualHost}'.", reason.ReplyText, NextStep(reason.ReplyCode, reason.ReplyText), exception)
                    {
                        IsRefusal = true,
                    };
                case AuthenticationFailureException or PossibleAuthenticationFailureException:
                    return new BrokerException(
                        $"The broker at {where} does not accept user '{username}' with the configured password.", e.Message, "Check Username and Password of this connection's settings.", exception);
                case AuthenticationException:
                    return new BrokerException($"No TLS connection to {where}.", e.Message, "Tls:CaFile names one's own certificate authority.", exception);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return new BrokerException($"No host is known by the name {endpoint.Host}.", null, "Check AmqpEndpoints and the DNS.", exception);
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return new BrokerException($"The AMQP address {where} refuses connections.", null, "Check that the broker is running and listens on this port.", exception);
                case SocketException socket:
                    return new BrokerException($"The AMQP address {where} cannot be reached: {socket.Message}.", null, "Check the network between the dashboard and the broker.", exception);
                case TimeoutException or OperationCanceledException:
                    return new BrokerException($"The AMQP address {where} did not answer in time.", null, "Check the network between the dashboard and the broker.", exception);
            }
        }

        return new BrokerException($"No AMQP connection to {where}.", exception.GetBaseException().Message, "Check AmqpEndpoints of this connection's settings.", exception);
    }

    /// <summary>Something failed on a channel or connection that was open.</summary>
    /// <param name="exception">What the library threw.</param>
    /// <param name="failed">What was not done, as a sentence: "Queue orders in shop was not purged."</param>
    public static BrokerException Of(Exception exception, string failed)
    {
        foreach (var e in Chain(exception))
        {
            if (e is BrokerException broker)
                return broker;
            if (e is OperationInterruptedException { ShutdownReason: { } reason })
                return OfShutdown(reason, failed, exception);
        }

        return exception is TimeoutException or OperationCanceledException
            ? new BrokerException($"{failed} The broker did not answer in time.", null, "Try again; if it stays so, look at the broker's alarms and its log.", exception)
            : new BrokerException(failed, exception.GetBaseException().Message, "Try again; if it stays so, look at the broker's log.", exception);
    }

    /// <summary>A channel or connection was closed.</summary>
    public static BrokerException OfShutdown(ShutdownEventArgs reason, string failed, Exception? inner = null)
        => new(failed, Words(reason), NextStep(reason.ReplyCode, reason.ReplyText ?? ""), inner ?? reason.Exception) { IsRefusal = reason.ReplyCode is 403 };

    /// <summary>The broker's words for a close: <c>NOT_FOUND - no queue 'q' in vhost '/'</c>.</summary>
    public static string Words(ShutdownEventArgs reason)
        => reason.Exception is { } e && !string.IsNullOrEmpty(e.Message) && reason.ReplyText is null or "" ? e!.Message
            : reason.ReplyCode is 0 or 200 ? reason.ReplyText
            : $"{reason.ReplyCode} {reason.ReplyText}";

    private static string NextStep(int code, string words) => code switch
    {
        403 when words.Contains("Login was refused", StringComparison.Ordinal) => "Check Username and Password of this connection's settings.",
        403 => "Ask an administrator of the broker for the permission that is named.",
        404 when words.Contains("no exchange", StringComparison.Ordinal) => "Check the name of the exchange, or create it.",
        404 => "It may just have been deleted: refresh the list.",
        405 => "The queue is exclusive to another connection: only that connection can use it, and it goes when that connection ends.",
        406 when words.Contains("timeout", StringComparison.Ordinal) => "The broker's consumer_timeout took the messages back; start again with fewer messages.",
        406 => "The broker refused it as it stands: see its words.",
        320 => "The broker or an operator closed the connection; try again when the broker is up.",
        530 when words.Contains("not found", StringComparison.Ordinal) => "Check the name of the vhost.",
        530 => "Give the account permissions on this vhost, or choose another vhost.",
        540 or 541 => "The broker cannot do this on this kind of queue: see its words.",
        _ => "Try again; if it stays so, look at the broker's log.",
    };

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        var next = new Queue<Exception>([exception]);
        while (next.TryDequeue(out var e))
        {
            yield return e;
            if (e is AggregateException many)
            {
                foreach (var inner in many.InnerExceptions)
                    next.Enqueue(inner);
            }
            else if (e.InnerException is not null)
            {
                next.Enqueue(e.InnerException);
            }
        }
    }
}
