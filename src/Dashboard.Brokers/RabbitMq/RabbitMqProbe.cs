using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.RabbitMq;

/// <summary>Asks every management address who it is, and opens and closes a connection to every AMQP address.</summary>
internal sealed class RabbitMqProbe(RabbitMqSettings settings, ConnectionInfo info, ILoggerFactory loggers, TimeProvider time) : IConnectionProbe
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(12);

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public async Task<IReadOnlyList<ProbeStep>> ProbeAsync(CancellationToken cancellationToken)
    {
        var management = await Task.WhenAll(settings.ManagementUrls.Select(url => AskAsync(url, cancellationToken)));
        var virtualHost = settings.VirtualHosts.Count > 0 ? settings.VirtualHosts[0] : management.Select(m => m.VirtualHost).FirstOrDefault(v => v is not null) ?? "/";
        var amqp = await Task.WhenAll(settings.AmqpEndpoints.Select(endpoint => OpenAsync(endpoint, virtualHost, cancellationToken)));
        return [.. management.Select(m => m.Step), .. amqp];
    }

    private async Task<(ProbeStep Step, string? VirtualHost)> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        var title = $"Management API at {url.GetLeftPart(UriPartial.Authority)}";
        using var client = new RabbitMqManagementClient(settings.Only(url, settings.AmqpEndpoints[0]), info, loggers, time);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StepLimit);
            using var self = await client.GetAsync("whoami", limit.Token);
            using var overview = await client.GetAsync("overview", limit.Token);
            using var hosts = await client.GetAsync("vhosts", limit.Token);
            var seen = hosts.RootElement.ValueKind == JsonValueKind.Array
                ? hosts.RootElement.EnumerateArray().Select(host => host.Text("name")).OfType<string>().ToList()
                : [];
            var words = $"RabbitMQ {overview.RootElement.Text("rabbitmq_version")}, cluster {overview.RootElement.Text("cluster_name")}, signed in as "
                + $"{self.RootElement.Text("name")} ({TagsOf(self.RootElement)}), who sees {Figures.PluralExact(seen.Count, "virtual host")}.";
            return (new ProbeStep(title, seen.Count == 0 ? Tone.Warning : Tone.Good, words), seen.FirstOrDefault());
        }
        catch (SourceException refused)
        {
            return (new ProbeStep(title, Tone.Bad, refused.Message), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (new ProbeStep(title, Tone.Bad, $"No answer within {StepLimit.TotalSeconds:0} s."), null);
        }
    }

    private async Task<ProbeStep> OpenAsync(Uri endpoint, string virtualHost, CancellationToken cancellationToken)
    {
        var title = $"AMQP at {endpoint.GetLeftPart(UriPartial.Authority)}";
        await using var connections = new AmqpConnections(settings.Only(settings.ManagementUrls[0], endpoint), info, loggers, time);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StepLimit);
            await using var lease = await connections.RentAsync(virtualHost, AmqpPurpose.Commanding, limit.Token);
            return new ProbeStep(title, Tone.Good, $"Opened a connection to the virtual host '{virtualHost}'.");
        }
        catch (BrokerException refused)
        {
            return new ProbeStep(title, Tone.Bad, string.Join(' ', ((string?[])[refused.Message, refused.BrokerWords, refused.NextStep]).Where(words => words is { Length: > 0 })));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeStep(title, Tone.Bad, $"No connection within {StepLimit.TotalSeconds:0} s.");
        }
    }

    /// <summary>A list of texts, or one text with commas in older versions.</summary>
    private static string TagsOf(JsonElement self)
    {
        if (self.ValueKind != JsonValueKind.Object || !self.TryGetProperty("tags", out var tags))
            return "no tags";
        var text = tags.ValueKind == JsonValueKind.Array ? string.Join(", ", tags.EnumerateArray().Select(tag => tag.ToString())) : tags.ToString();
        return text.Length > 0 ? text : "no tags";
    }
}
