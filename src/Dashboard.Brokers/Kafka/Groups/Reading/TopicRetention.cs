using System.Globalization;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>After how long topics with a lag delete messages: asked for some topics a cycle and remembered for ten minutes.</summary>
internal sealed class TopicRetention(KafkaClients clients, TimeProvider time)
{
    private const int MostAtOnce = 50;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, (DateTimeOffset At, double Seconds)> _known = new(StringComparer.Ordinal);

    /// <summary>Writes what is known into the partitions. What cannot be asked stays unknown.</summary>
    public async Task ReadAsync(GroupBook book, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var topics = book.Logs.Where(l => l.Past is not null).Select(l => l.Topic).Distinct().ToList();
        var due = topics.Where(t => !_known.TryGetValue(t, out var known) || now - known.At > Fresh).Take(MostAtOnce).ToList();
        if (due.Count > 0)
            await AskAsync(due, now, cancellationToken);
        foreach (var log in book.Logs)
            log.RetentionSeconds = _known.TryGetValue(log.Topic, out var known) ? known.Seconds : double.NaN;
        foreach (var gone in _known.Keys.Except(topics).ToList())
            _known.Remove(gone);
    }

    private async Task AskAsync(List<string> topics, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Whatever comes of it, they are not asked again soon.
        foreach (var topic in topics)
            _known[topic] = (now, double.NaN);
        try
        {
            var resources = topics.Select(t => new ConfigResource { Type = ResourceType.Topic, Name = t });
            foreach (var told in await clients.AdminAsync((admin, limit) => admin.DescribeConfigsAsync(resources, new DescribeConfigsOptions { RequestTimeout = limit }), cancellationToken))
                _known[told.ConfigResource.Name] = (now, SecondsOf(told));
        }
        catch (DescribeConfigsException partly)
        {
            foreach (var told in partly.Results.Where(r => !r.Error.IsError))
                _known[told.ConfigResource.Name] = (now, SecondsOf(new DescribeConfigsResult { ConfigResource = told.ConfigResource, Entries = told.Entries }));
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            // A verdict less: the user may have no right to it.
        }
    }

    private static double SecondsOf(DescribeConfigsResult topic)
        => topic.Entries.TryGetValue("cleanup.policy", out var policy) && policy.Value?.Contains("delete", StringComparison.Ordinal) == true
            && topic.Entries.TryGetValue("retention.ms", out var retention)
            && long.TryParse(retention.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms) && ms >= 0
                ? ms / 1000.0
                : double.NaN;
}
