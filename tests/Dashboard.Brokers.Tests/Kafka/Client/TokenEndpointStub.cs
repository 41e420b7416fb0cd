using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dashboard.Tests.Shared;

namespace Dashboard.Brokers.Tests.Kafka.Client;

/// <summary>
/// A stub of an identity provider's token endpoint (RFC 6749, client credentials): no real one can be had here. The tokens are unsigned, as the lab's broker
/// takes them, for the client that asks.
/// </summary>
internal sealed class TokenEndpointStub : IAsyncDisposable
{
    private const string Secret = "secret-of-the-client";

    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private int _given;

    public TokenEndpointStub()
    {
        Url = new Uri($"http://127.0.0.1:{FreePort.Find()}/token");
        _listener.Prefixes.Add(new Uri(Url, "/").AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>How many tokens were fetched.</summary>
    public int Given => _given;

    /// <summary>The scope of the last request, which the token tells the broker too.</summary>
    public string? Scope { get; private set; }

    public static string SecretOfClients => Secret;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, or the client has gone.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var form = (await reader.ReadToEndAsync()).Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[^1]));
        Scope = form.GetValueOrDefault("scope");
        var basic = AuthenticationHeaderValue.Parse(context.Request.Headers["Authorization"] ?? "Basic Og==").Parameter!;
        var client = Encoding.UTF8.GetString(Convert.FromBase64String(basic)).Split(':', 2);
        var isAllowed = client[1] == Secret && form.GetValueOrDefault("grant_type") == "client_credentials";
        context.Response.StatusCode = isAllowed ? 200 : 401;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes<object>(
            isAllowed ? new { access_token = TokenFor(client[0]), token_type = "Bearer", expires_in = 3600 } : new { error = "invalid_client" }));
        context.Response.Close();
        if (isAllowed)
            Interlocked.Increment(ref _given);
    }

    private string TokenFor(string client)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return $"{Part(new { alg = "none", typ = "JWT" })}.{Part(new { sub = client, iat = now, exp = now + 3600, scope = Scope ?? "" })}.";

        static string Part(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
    }
}
