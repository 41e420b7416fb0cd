using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>Makes, changes and deletes topics through the admin protocol.</summary>
/// <param name="clients">The connection's.</param>
/// <param name="topics">Reads one topic live.</param>
/// <param name="changed">Called with a topic after each change: lists are to be read anew.</param>
internal sealed class TopicEditor(KafkaClients clients, TopicReading topics, Action<string> changed) : IObjectEditor
{
    // The controller answers before every broker has heard of the change.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public IReadOnlyList<ObjectKind> Kinds => TopicForms.Kinds;

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public ObjectName NameOf(ObjectChange change) => new("topic", TopicForms.NameOf(change));

    public IReadOnlyList<FieldMistake> Check(ObjectChange change) => TopicForms.Check(change);

    public string Preview(ObjectChange change) => TopicForms.Preview(change);

    public async Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(string kind, RowKey key, CancellationToken cancellationToken)
    {
        var topic = await topics.FindAsync(key.Parts[0], cancellationToken);
        if (topic is null)
            return null;
        return kind == TopicForms.PartitionsKind
            ? ChangeValues.Of((TopicForms.Partitions, topic.Map.Partitions.Count))
            : WantedSettings.ValuesOf(WantedSettings.OwnOf(topic.Entries));
    }

    public async Task<ChangeForecast> ForecastAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        var topic = await topics.FindAsync(TopicForms.NameOf(change), cancellationToken);
        if (topic is null && change.Verb != ChangeVerb.Create)
            return new ChangeForecast { IsGone = true };
        return change.Verb switch
        {
            ChangeVerb.Create => await TopicForecasts.OfCreationAsync(clients, change, topic, cancellationToken),
            ChangeVerb.Delete => await TopicForecasts.OfDeletionAsync(clients, topics, topic!, cancellationToken),
            _ when change.Kind == TopicForms.PartitionsKind => await TopicForecasts.OfPartitionsAsync(clients, change, topic!, cancellationToken),
            _ => await TopicForecasts.OfSettingsAsync(clients, change, topic!, cancellationToken),
        };
    }

    public async Task<ChangeResult> ApplyAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        var name = TopicForms.NameOf(change);
        var isSent = false;
        try
        {
            if (change.Verb == ChangeVerb.Edit && change.Kind == TopicForms.TopicKind)
            {
                var topic = await topics.FindAsync(name, cancellationToken);
                if (topic is null)
                    return new(ChangeEnd.Gone, "It is not there any more.");
                var changes = WantedSettings.Changes(WantedSettings.OwnOf(topic.Entries), WantedSettings.Of(change.Values));
                if (changes.Count == 0)
                    return new(ChangeEnd.Done, "it was so already");
                isSent = true;
                await clients.AdminAsync((admin, limit) => TopicRequests.SettingsAsync(admin, name, changes, limit, isOnlyChecked: false), cancellationToken);
                return new(ChangeEnd.Done, $"changed: {string.Join("; ", changes)}");
            }

            isSent = true;
            await clients.AdminAsync((admin, limit) => TopicRequests.SendAsync(admin, change, limit, isOnlyChecked: false), cancellationToken);
            return new(ChangeEnd.Done, change.Verb switch
            {
                ChangeVerb.Create => "created",
                ChangeVerb.Delete => "deleted",
                _ => "partitions were added",
            });
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed) || failed is BrokerException)
        {
            return Ended(change, failed, isSent);
        }
        finally
        {
            changed(name);
        }
    }

    public async Task<ChangeResult> LookBackAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        try
        {
            var name = TopicForms.NameOf(change);
            var topic = await topics.FindAsync(name, cancellationToken);
            if (!IsAsWanted(change, topic))
            {
                await Task.Delay(Settling, cancellationToken);
                topic = await topics.FindAsync(name, cancellationToken);
            }

            return (IsAsWanted(change, topic), change.Verb == ChangeVerb.Delete, topic is null) switch
            {
                (true, true, _) => new(ChangeEnd.Done, "it is gone"),
                (true, false, _) => new(ChangeEnd.Done, "it is there as it was wanted"),
                (false, true, _) => new(ChangeEnd.Refused, "it is still there"),
                (false, false, true) => new(ChangeEnd.Refused, "it is not there"),
                _ => new(ChangeEnd.Refused, "it is there with other settings"),
            };
        }
        catch (BrokerException failed)
        {
            return new(ChangeEnd.Unknown, $"{failed.Message} {failed.BrokerWords}".TrimEnd());
        }
    }

    private static bool IsAsWanted(ObjectChange change, LiveTopic? topic)
    {
        if (topic is null || change.Verb == ChangeVerb.Delete)
            return topic is null && change.Verb == ChangeVerb.Delete;
        var partitions = change.Values.Integer(TopicForms.Partitions);
        if (change.Kind == TopicForms.PartitionsKind)
            return topic.Map.Partitions.Count == partitions;
        var isSame = WantedSettings.Changes(WantedSettings.OwnOf(topic.Entries), WantedSettings.Of(change.Values)).Count == 0;
        return change.Verb != ChangeVerb.Create ? isSame
            : isSame && (partitions is null || topic.Map.Partitions.Count == partitions)
              && (change.Values.Integer(TopicForms.Replicas) is not { } replicas || topic.Map.Partitions.All(p => p.Replicas.Length == replicas));
    }

    private ChangeResult Ended(ObjectChange change, Exception failed, bool isSent)
    {
        var raw = KafkaErrors.RawOf(failed);
        if (change.Verb != ChangeVerb.Create && raw.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic)
            return new(ChangeEnd.Gone, "It was gone already.");
        var told = KafkaErrors.Of(failed, "", clients.Fault);
        var words = string.Join(' ', new[] { told.Message.Trim(), told.BrokerWords }.Where(w => w is { Length: > 0 }));
        if (!isSent || KafkaErrors.IsNeverSent(raw))
            return new(ChangeEnd.Refused, $"Nothing was sent. {words}", told.NextStep);
        return KafkaErrors.IsWithoutAnswer(raw) ? new(ChangeEnd.Unknown, words, told.NextStep) : new(ChangeEnd.Refused, words, told.NextStep);
    }
}
