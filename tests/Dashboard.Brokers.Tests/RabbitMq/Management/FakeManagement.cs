using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>A tiny HTTP server on loopback that says it is a management plugin: answers whatever a test wants, or nothing at all.</summary>
internal sealed class FakeManagement : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _requests;

    public FakeManagement(Func<string, (int Status, string Body)?> answer, string headers = "Content-Type: application/json\r\n")
    {
        Answer = answer;
        _listener.Start();
        _serving = ServeAsync(headers);
    }

    /// <summary>Status and body for a path and query; null never answers.</summary>
    public Func<string, (int Status, string Body)?> Answer { get; set; }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int Requests => _requests;

    /// <summary>A connection that something was asked over already is closed at its next request, without an answer: the request crossed with the end of its idle time.</summary>
    public bool ClosesWhenAskedAgain { get; init; }

    /// <summary>The head of the last request.</summary>
    public string LastHead { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync(string headers)
    {
        var clients = new List<Task>();
        while (!_stop.IsCancellationRequested)
            clients.Add(ServeClientAsync(await _listener.AcceptTcpClientAsync(_stop.Token), headers));
        await Task.WhenAll(clients);
    }

    private async Task ServeClientAsync(TcpClient client, string headers)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var isFirst = true;
            while (!_stop.IsCancellationRequested)
            {
                var head = new StringBuilder();
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                    head.Append(line).Append('\n');
                if (head.Length == 0 || (ClosesWhenAskedAgain && !isFirst))
                    return;
                isFirst = false;
                Interlocked.Increment(ref _requests);
                LastHead = head.ToString();
                if (Answer(LastHead.Split(' ')[1]) is not { } answer)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                    return;
                }

                var body = Encoding.UTF8.GetBytes(answer.Body);
                await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {answer.Status} Said so\r\n{headers}Content-Length: {body.Length}\r\n\r\n"), _stop.Token);
                await stream.WriteAsync(body, _stop.Token);
            }
        }
    }
}
