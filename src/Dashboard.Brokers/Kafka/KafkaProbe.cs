using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.Kafka;

/// <summary>Asks each bootstrap server by itself for the cluster's metadata.</summary>
internal sealed class KafkaProbe(KafkaSettings settings, ConnectionInfo info, ILoggerFactory loggers, TimeProvider time) : IConnectionProbe
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(10);

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public async Task<IReadOnlyList<ProbeStep>> ProbeAsync(CancellationToken cancellationToken)
        => await Task.WhenAll(settings.BootstrapServers.Select(server => AskAsync(server, cancellationToken)));

    private async Task<ProbeStep> AskAsync(string server, CancellationToken cancellationToken)
    {
        var title = $"Kafka at {server}";
        await using var clients = new KafkaClients(settings.Only(server, StepLimit), info, loggers, time);
        try
        {
            var metadata = await clients.AdminAsync((admin, limit) => admin.GetMetadata(limit), cancellationToken);
            return new ProbeStep(
                title,
                Tone.Good,
                $"A cluster of {Figures.PluralExact(metadata.Brokers.Count, "broker")} that shows {Figures.PluralExact(metadata.Topics.Count, "topic")}; "
                + $"it advertises {string.Join(", ", metadata.Brokers.Select(b => $"{b.Host}:{b.Port}"))}.");
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            var refused = KafkaErrors.Of(failed, "", clients.Fault);
            return new ProbeStep(title, Tone.Bad, string.Join(' ', new[] { refused.Message.Trim(), refused.BrokerWords, refused.NextStep }.Where(words => words is { Length: > 0 })));
        }
    }
}
