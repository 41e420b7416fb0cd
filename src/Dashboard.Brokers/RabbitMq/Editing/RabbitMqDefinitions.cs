using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>RabbitMQ's own definitions file, of the whole broker or of one virtual host.</summary>
internal sealed class RabbitMqDefinitions(RabbitMqManagementClient client, RabbitMqSettings settings) : IDefinitions
{
    private const int Attempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Secrets = ["password_hash", "hashing_algorithm", "password"];

    public (string Extension, string MediaType) Format => ("json", "application/json");

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public async Task<string> ExportAsync(string? scope, bool withSecrets, CancellationToken cancellationToken)
    {
        using var found = await ReadAsync(scope, cancellationToken);
        var definitions = JsonNode.Parse(found.RootElement.GetRawText())!;
        if (!withSecrets)
            TakeOut(definitions);
        return definitions.ToJsonString(Readable);
    }

    public async Task<IReadOnlyList<DefinitionItem>> CompareAsync(string text, string? scope, CancellationToken cancellationToken)
    {
        using var file = Parse(text);
        using var here = await ReadAsync(scope, cancellationToken);
        return new DefinitionComparison(file.RootElement, here.RootElement, scope, settings.Shows).Items();
    }

    private async Task<JsonDocument> ReadAsync(string? scope, CancellationToken cancellationToken)
    {
        if (scope is not null && !settings.Shows(scope))
            throw new BrokerException($"This connection is configured for certain virtual hosts, and '{scope}' is not one of them.") { IsMistake = true };
        if (scope is null && settings.VirtualHosts.Count > 0)
            throw new BrokerException("This connection is configured for certain virtual hosts.", null, "Choose one of them.") { IsMistake = true };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await client.GetAsync(scope is null ? "definitions" : ManagementPath.Of("definitions", scope), cancellationToken);
            }
            catch (SourceException e) when (e.Kind == SourceProblemKind.Unreachable && attempt < Attempts)
            {
                // A broker that is deleting a virtual host in that moment answers 500, and a moment later it does not.
                await Task.Delay(Pause, cancellationToken);
            }
            catch (SourceException e)
            {
                throw new BrokerException("The definitions could not be read.", e.Message, "The broker's user of this connection needs the tag administrator for them.", e);
            }
        }
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            var file = JsonDocument.Parse(text);
            if (DefinitionComparison.Lists.Any(list => file.RootElement.Member(list).ValueKind == JsonValueKind.Array))
                return file;
            file.Dispose();
            throw new BrokerException("This is JSON, and not RabbitMQ definitions.", null, "A definitions file has lists such as queues, exchanges and policies.") { IsMistake = true };
        }
        catch (JsonException e)
        {
            throw new BrokerException("This is not JSON.", e.Message, "Choose a definitions file as RabbitMQ or this page exports it.", e) { IsMistake = true };
        }
    }

    /// <summary>Hashes wherever they stand, and user info in addresses (shovels, federation).</summary>
    private static void TakeOut(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach (var secret in Secrets)
                fields.Remove(secret);
            foreach (var (name, value) in fields.ToList())
            {
                if (Cleaned(value) is { } clean)
                    fields[name] = clean;
                else
                    TakeOut(value);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (Cleaned(items[i]) is { } clean)
                    items[i] = clean;
                else
                    TakeOut(items[i]);
            }
        }
    }

    private static string? Cleaned(JsonNode? value)
        => value is JsonValue text && text.TryGetValue<string>(out var words) && words.Contains("://", StringComparison.Ordinal)
            ? Management.Sections.ShovelsSection.WithoutCredentials(words)
            : null;
}
