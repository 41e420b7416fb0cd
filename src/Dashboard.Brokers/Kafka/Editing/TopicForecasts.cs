using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>What would come of a change, from live facts; the brokers are asked to check it where they can.</summary>
internal static class TopicForecasts
{
    private const int MostNames = 5;

    public static async Task<ChangeForecast> OfCreationAsync(KafkaClients clients, ObjectChange change, LiveTopic? topic, CancellationToken cancellationToken)
    {
        if (topic is not null)
            return new ChangeForecast { Refusal = $"There is a topic of this name already, with {Figures.Plural(topic.Map.Partitions.Count, "partition")}." };
        var refusal = await RefusalAsync(clients, (admin, limit) => TopicRequests.SendAsync(admin, change, limit, isOnlyChecked: true), cancellationToken);
        var consequences = new List<Consequence>();
        if (change.Values.Integer(TopicForms.Replicas) == 1)
            consequences.Add(new(Tone.Warning, "One replica: the messages are away while its broker is, and lost with its disk."));
        if (change.Values.Integer("min.insync.replicas") is { } least && change.Values.Integer(TopicForms.Replicas) is { } replicas && least >= replicas && replicas > 1)
            consequences.Add(new(Tone.Warning, $"With min.insync.replicas {least} of {replicas} replicas, producers with acks=all are refused as soon as one broker is away."));
        return new ChangeForecast { Refusal = refusal, Consequences = consequences };
    }

    public static async Task<ChangeForecast> OfDeletionAsync(KafkaClients clients, TopicReading topics, LiveTopic topic, CancellationToken cancellationToken)
    {
        _ = clients;
        var consequences = new List<Consequence> { new(Tone.Bad, "Its messages cannot be brought back. Copy them to another topic first to keep them.") };
        var count = await topics.CountAsync(topic.Map, cancellationToken);
        if (count is null)
            consequences.Add(new(Tone.Unknown, "How many messages it holds is not known: a partition did not tell its offsets."));
        if (topic.Setting("cleanup.policy")?.Contains("compact", StringComparison.Ordinal) == true)
            consequences.Add(new(Tone.Warning, "It is compacted: it may hold the only copy of a table's state (Kafka Streams, Connect, a registry)."));
        long readers = 0;
        try
        {
            var groups = await topics.GroupsOfAsync(topic.Map, cancellationToken);
            readers = groups.Count;
            if (groups.Count > 0)
            {
                var names = string.Join(", ", groups.Take(MostNames)) + (groups.Count > MostNames ? $" and {groups.Count - MostNames} more" : "");
                consequences.Add(new(Tone.Warning, $"Groups with committed offsets in it: {names}. Their offsets for it go too."));
            }
        }
        catch (BrokerException unknown)
        {
            consequences.Add(new(Tone.Unknown, $"Which groups read it is not known. {unknown.Message}"));
        }

        return new ChangeForecast
        {
            Consequences = consequences,
            Losses = [new(count ?? 0, "message is lost at most", "messages are lost at most"), new(readers, "group loses its offsets", "groups lose their offsets")],
        };
    }

    public static async Task<ChangeForecast> OfPartitionsAsync(KafkaClients clients, ObjectChange change, LiveTopic topic, CancellationToken cancellationToken)
    {
        var (now, wanted) = (topic.Map.Partitions.Count, change.Values.Integer(TopicForms.Partitions) ?? 0);
        if (wanted == now)
            return new ChangeForecast { ChangesNothing = true };
        if (wanted < now)
            return new ChangeForecast { Refusal = $"It has {Figures.Plural(now, "partition")} already; they cannot be taken away." };
        var consequences = new List<Consequence>
        {
            new(Tone.Info, $"{Figures.Plural(wanted - now, "partition is", "partitions are")} added to {now:N0}."),
            new(Tone.Warning, "Most keys go to another partition from then on: messages of one key are in order only before or after the change, not across it."),
        };
        if (topic.Setting("cleanup.policy")?.Contains("compact", StringComparison.Ordinal) == true)
            consequences.Add(new(Tone.Bad, "It is compacted: the old message of a key that moves stays in its old partition for ever, and readers can see both."));
        return new ChangeForecast
        {
            Refusal = await RefusalAsync(clients, (admin, limit) => TopicRequests.SendAsync(admin, change, limit, isOnlyChecked: true), cancellationToken),
            Consequences = consequences,
        };
    }

    public static async Task<ChangeForecast> OfSettingsAsync(KafkaClients clients, ObjectChange change, LiveTopic topic, CancellationToken cancellationToken)
    {
        if (clients.Apis.WhyNot(ApiKey.IncrementalAlterConfigs) is { } reason)
            return new ChangeForecast { Refusal = reason };
        var changes = WantedSettings.Changes(WantedSettings.OwnOf(topic.Entries), WantedSettings.Of(change.Values));
        if (changes.Count == 0)
            return new ChangeForecast { ChangesNothing = true };
        return new ChangeForecast
        {
            Refusal = await RefusalAsync(clients, (admin, limit) => TopicRequests.SettingsAsync(admin, topic.Name, changes, limit, isOnlyChecked: true), cancellationToken),
            Consequences = [.. changes.Select(c => new Consequence(Tone.Neutral, c.ToString())), .. changes.SelectMany(c => Warnings(c, topic))],
        };
    }

    private static IEnumerable<Consequence> Warnings(SettingChange change, LiveTopic topic)
    {
        // A value that is cleared becomes the brokers', which is not known before.
        var before = long.TryParse(topic.Setting(change.Name), out var old) ? old : (long?)null;
        var after = long.TryParse(change.After, out var value) ? value : (long?)null;
        switch (change.Name)
        {
            case "retention.ms" or "retention.bytes" when after is null or >= 0 && (before is null or < 0 || after is null || after < before):
                yield return new(Tone.Warning, "Messages that are beyond the new retention are deleted soon, for good.");
                break;
            case "cleanup.policy" when change.After == "compact":
                yield return new(Tone.Warning, "With compaction, messages without a key are refused, and older messages of each key go for good.");
                break;
            case "cleanup.policy" when change.After?.Contains("delete", StringComparison.Ordinal) == true && topic.Setting("cleanup.policy") == "compact":
                yield return new(Tone.Warning, "Messages older than the retention are deleted from then on, the latest of their key or not.");
                break;
            case "min.insync.replicas" when after > topic.Map.Partitions.Min(p => p.InSync.Length):
                yield return new(Tone.Bad, "Fewer replicas are in sync now: producers with acks=all are refused at once.");
                break;
            case "unclean.leader.election.enable" when change.After == "true":
                yield return new(Tone.Warning, "A replica that is not in sync may become leader then, at once if a partition has none: what it lacks is lost.");
                break;
        }
    }

    /// <summary>The brokers' own words against it; null where they would do it.</summary>
    private static async Task<string?> RefusalAsync(KafkaClients clients, Func<IAdminClient, TimeSpan, Task<bool>> check, CancellationToken cancellationToken)
    {
        try
        {
            await clients.AdminAsync(check, cancellationToken);
            return null;
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            var told = KafkaErrors.Of(failed, "", clients.Fault);
            if (KafkaErrors.IsWithoutAnswer(KafkaErrors.RawOf(failed)))
                throw KafkaErrors.Of(failed, "The brokers could not be asked what would come of it. Nothing was changed.", clients.Fault);
            return $"{told.Message.Trim()} {told.BrokerWords}".Trim();
        }
    }
}
