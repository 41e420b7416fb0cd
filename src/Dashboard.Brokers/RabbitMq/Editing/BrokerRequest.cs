using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>A command to the management API.</summary>
internal sealed record BrokerRequest(HttpMethod Method, string Path, JsonObject? Body = null)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>For people.</summary>
    public override string ToString()
    {
        var head = string.Join('\n', Headers.Select(header => $"{header.Name}: {header.Value}").Prepend($"{Method} /api/{Path}"));
        return Body is null ? head : $"{head}\n\n{Body.ToJsonString(Readable)}";
    }
}
