using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Client.ApiVersions;

/// <summary>
/// Asks one broker what it offers, over a connection of its own: the client library knows it and does not tell. Brokers answer this before anybody
/// signs in, so that no password is sent.
/// </summary>
internal sealed class ApiVersionsClient(KafkaSettings settings)
{
    private const int MostBytes = 1 << 20;

    /// <summary>What the broker offers.</summary>
    /// <exception cref="BrokerSilentException">It did not answer, or not in this protocol.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<BrokerApis> AskAsync(string host, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(limit);
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(host, port, timed.Token);
            await using var stream = await OpenAsync(client, host, timed.Token);
            const short version = 3;
            await stream.WriteAsync(ApiVersionsCodec.Request(version), timed.Token);
            var length = new byte[4];
            await stream.ReadExactlyAsync(length, timed.Token);
            var size = BinaryPrimitives.ReadInt32BigEndian(length);
            if (size is < 6 or > MostBytes)
                throw new FormatException("What listens there does not speak Kafka's protocol.");
            var answer = new byte[size];
            await stream.ReadExactlyAsync(answer, timed.Token);
            return ApiVersionsCodec.Read(answer, version);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokerSilentException($"No answer within {limit.TotalSeconds:0} s.");
        }
        catch (Exception failed) when (failed is SocketException or IOException or AuthenticationException or FormatException)
        {
            throw new BrokerSilentException(failed is EndOfStreamException ? "It closed the connection without an answer." : failed.Message, failed);
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, string host, CancellationToken cancellationToken)
    {
        if (settings.Protocol is not (SecurityProtocol.Ssl or SecurityProtocol.SaslSsl))
            return client.GetStream();
        var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(KafkaTlsOptions.For(settings.Tls, host), cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}

/// <summary>A broker did not tell what it offers.</summary>
internal sealed class BrokerSilentException(string message, Exception? inner = null) : Exception(message, inner);
