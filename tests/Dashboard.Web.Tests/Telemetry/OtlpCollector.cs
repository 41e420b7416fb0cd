using System.Collections.Concurrent;
using System.Text;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Web.Tests.Telemetry;

/// <summary>A collector on loopback that keeps what it is sent.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app, string address)
    {
        _app = app;
        Address = address;
    }

    public string Address { get; }

    public ConcurrentQueue<(string Path, string? ContentType, byte[] Body)> Received { get; } = new();

    public static async Task<OtlpCollector> StartAsync()
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(address);
        var collector = new OtlpCollector(app, address);
        app.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            collector.Received.Enqueue((context.Request.Path, context.Request.ContentType, body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
        await app.StartAsync();
        return collector;
    }

    /// <summary>All texts of length-delimited fields of what came for the signal: names, keys, values.</summary>
    public HashSet<string> Texts(string signal) =>
        [.. Received.Where(r => r.Path == $"/v1/{signal}").SelectMany(r => TextsOf(r.Body).Texts)];

    public bool IsAllProtobuf => Received.All(r => r.ContentType == "application/x-protobuf" && TextsOf(r.Body).IsWhole);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    // Walks the wire format: a message is fields of a tag and a value; a length-delimited value is tried as a message, else taken as a text.
    private static (bool IsWhole, List<string> Texts) TextsOf(ReadOnlySpan<byte> message)
    {
        var texts = new List<string>();
        while (message.Length > 0)
        {
            if (!TryReadVarint(ref message, out var tag) || tag >> 3 == 0)
                return (false, texts);
            switch (tag & 7)
            {
                case 0 when TryReadVarint(ref message, out _):
                    break;
                case 1 when message.Length >= 8:
                    message = message[8..];
                    break;
                case 5 when message.Length >= 4:
                    message = message[4..];
                    break;
                case 2 when TryReadVarint(ref message, out var length) && length <= (ulong)message.Length:
                    var value = message[..(int)length];
                    message = message[(int)length..];
                    texts.Add(Encoding.UTF8.GetString(value));
                    var (isMessage, inner) = TextsOf(value);
                    if (isMessage)
                        texts.AddRange(inner);
                    break;
                default:
                    return (false, texts);
            }
        }

        return (true, texts);
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
