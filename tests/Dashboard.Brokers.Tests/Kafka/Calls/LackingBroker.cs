using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Brokers.Tests.Kafka.Calls;

/// <summary>
/// A stub, no broker: it answers ApiVersions, Metadata and FindCoordinator of a cluster of one node and offers nothing else, as a broker does that is older than
/// a call. Kafka releases that old do not start here.
/// </summary>
internal sealed class LackingBroker : IAsyncDisposable
{
    private const short Metadata = 3;
    private const short FindCoordinator = 10;
    private const short ApiVersions = 18;
    private const short UnsupportedVersion = 35;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;

    public LackingBroker()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{Port}";

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_ending.IsCancellationRequested)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var size = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(size, _ending.Token);
                var request = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
                await stream.ReadExactlyAsync(request, _ending.Token);
                var (api, version) = (BinaryPrimitives.ReadInt16BigEndian(request), BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2)));
                if (Answer(api, version) is not { } body)
                    return;
                var answer = new byte[8 + body.Length];
                BinaryPrimitives.WriteInt32BigEndian(answer, 4 + body.Length);
                request.AsSpan(4, 4).CopyTo(answer.AsSpan(4));
                body.CopyTo(answer, 8);
                await stream.WriteAsync(answer, _ending.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException)
        {
            // The client has gone, or the stub goes.
        }
    }

    private byte[]? Answer(short api, short version) => api switch
    {
        ApiVersions => [.. Short(version == 0 ? (short)0 : UnsupportedVersion), .. Int(3), .. Offered(ApiVersions, 0), .. Offered(Metadata, 1), .. Offered(FindCoordinator, 0)],
        Metadata =>
        [
            .. Int(1), .. Int(1), .. Text("127.0.0.1"), .. Int(Port), .. Short(-1), .. Int(1),
            .. Int(1), .. Short(0), .. Text("probe"), 0, .. Int(1), .. Short(0), .. Int(0), .. Int(1), .. Int(1), .. Int(1), .. Int(1), .. Int(1),
        ],
        FindCoordinator => [.. Short(0), .. Int(1), .. Text("127.0.0.1"), .. Int(Port)],
        _ => null,
    };

    private static byte[] Offered(short api, short max) => [.. Short(api), .. Short(0), .. Short(max)];

    private static byte[] Short(short value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Int(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Text(string value) => [.. Short((short)value.Length), .. Encoding.UTF8.GetBytes(value)];
}
