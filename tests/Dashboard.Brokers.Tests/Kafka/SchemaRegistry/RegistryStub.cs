using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Dashboard.Tests.Shared;

namespace Dashboard.Brokers.Tests.Kafka.SchemaRegistry;

/// <summary>
/// A stub of the public REST API of a schema registry, over real HTTP on loopback: no registry could be had for tests. It answers what it is told to
/// and writes down what it was asked.
/// </summary>
public sealed class RegistryStub : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, (int Status, string Body)> _answers = new();

    public RegistryStub()
    {
        Url = new Uri($"http://127.0.0.1:{FreePort.Find()}/registry");
        _listener.Prefixes.Add($"{Url.AbsoluteUri}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    /// <summary>Paths in the order they were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The last Authorization header.</summary>
    public string? Authorization { get; private set; }

    /// <summary>Requests wait for this before they are answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Answers a path below the root, with its query.</summary>
    public void Answer(string path, string body, int status = 200) => _answers[path] = (status, body);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.RawUrl!["/registry/".Length..];
        Asked.Enqueue(path);
        Authorization = context.Request.Headers["Authorization"];
        await Gate;
        var (status, body) = _answers.TryGetValue(path, out var known) ? known : (404, """{"error_code":40403,"message":"Schema not found"}""");
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }
}
