using System.Runtime.CompilerServices;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Groups.Editing;

/// <summary>Resets offsets of groups, deletes offsets of a topic and whole groups. Calls that end the process where a broker lacks them are made only where it tells that it has them.</summary>
internal sealed class GroupEditor(KafkaClients clients) : IObjectEditor
{
    private readonly GroupReading _groups = new(clients);

    /// <summary>What was sent, for looking back: a shift cannot be worked out a second time.</summary>
    private readonly ConditionalWeakTable<ObjectChange, IReadOnlyList<OffsetMove>> _sent = [];

    public IReadOnlyList<ObjectKind> Kinds => GroupForms.Kinds;

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public ObjectName NameOf(ObjectChange change) => GroupForms.NameOf(change);

    public IReadOnlyList<FieldMistake> Check(ObjectChange change) => GroupForms.Check(change);

    public string Preview(ObjectChange change) => change switch
    {
        { Verb: ChangeVerb.Edit } => $"OffsetCommit {GroupForms.GroupOf(change)}: the offsets of the table, worked out anew when it is done",
        { Kind: GroupForms.GroupKind } => $"DeleteGroups {GroupForms.GroupOf(change)}",
        _ => $"OffsetDelete {GroupForms.GroupOf(change)}: {change.Values.Text(GroupForms.Topic)}",
    };

    public async Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(string kind, RowKey key, CancellationToken cancellationToken)
        => await _groups.FindAsync(key.Parts[0], cancellationToken) is null ? null : ObjectChange.NoValues;

    public async Task<ChangeForecast> ForecastAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        if (await _groups.FindAsync(GroupForms.GroupOf(change), cancellationToken) is not { } group)
            return new ChangeForecast { IsGone = true };
        if (change.Verb == ChangeVerb.Edit)
        {
            // A live group is refused whatever its partitions would become.
            return GroupForecasts.OfReset(group, await _groups.MovesAsync(change, group, cancellationToken));
        }

        var forecast = change.Kind == GroupForms.GroupKind ? GroupForecasts.OfDeletion(group) : GroupForecasts.OfOffsetDeletion(group, change.Values.Text(GroupForms.Topic)!);
        return forecast with { Refusal = forecast.Refusal ?? WhyNot(change) };
    }

    public async Task<ChangeResult> ApplyAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        var isSent = false;
        try
        {
            if (await _groups.FindAsync(GroupForms.GroupOf(change), cancellationToken) is not { } group)
                return new(ChangeEnd.Gone, "There is no such group any more.");
            if (change.Verb == ChangeVerb.Edit)
            {
                var moves = await _groups.MovesAsync(change, group, cancellationToken);
                if (group.WhyNot is { } live || moves.Count == 0)
                    return new(ChangeEnd.Refused, group.WhyNot ?? "It has committed no offset there.");
                _sent.AddOrUpdate(change, moves);
                isSent = true;
                return await ResetAsync(group.Id, moves, cancellationToken);
            }

            if (WhyNot(change) is { } reason)
                return new(ChangeEnd.Refused, reason);
            isSent = true;
            return change.Kind == GroupForms.GroupKind ? await DeleteAsync(group.Id, cancellationToken) : await DeleteOffsetsAsync(group, change.Values.Text(GroupForms.Topic)!, cancellationToken);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed) || failed is BrokerException)
        {
            return Ended(failed, isSent);
        }
    }

    public async Task<ChangeResult> LookBackAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        try
        {
            var group = await _groups.FindAsync(GroupForms.GroupOf(change), cancellationToken);
            if (change.Verb == ChangeVerb.Edit)
                return group is null ? new(ChangeEnd.Gone, "there is no such group any more") : await LookBackAsync(change, group, cancellationToken);
            if (change.Kind == GroupForms.GroupKind)
                return group is null ? new(ChangeEnd.Done, "it is gone") : new(ChangeEnd.Refused, "it is still there");
            var topic = change.Values.Text(GroupForms.Topic);
            return group?.Committed.Keys.Any(p => p.Topic == topic) == true ? new(ChangeEnd.Refused, "its offsets are still there") : new(ChangeEnd.Done, "its offsets are gone");
        }
        catch (BrokerException failed)
        {
            return new(ChangeEnd.Unknown, $"{failed.Message} {failed.BrokerWords}".TrimEnd());
        }
    }

    private async Task<ChangeResult> LookBackAsync(ObjectChange change, LiveGroup group, CancellationToken cancellationToken)
    {
        if (!_sent.TryGetValue(change, out var wanted))
        {
            if (change.Values.Text(GroupForms.To) is "shift" or "latest")
                return new(ChangeEnd.Unknown, "which offsets were sent is not known any more");
            wanted = await _groups.MovesAsync(change, group, cancellationToken);
        }

        var there = wanted.Count(m => group.Committed.GetValueOrDefault(m.Partition, -1) == m.New);
        var untouched = wanted.Count(m => group.Committed.GetValueOrDefault(m.Partition, -1) == m.Old);
        return there == wanted.Count ? new(ChangeEnd.Done, "all offsets are where they were wanted")
            : untouched == wanted.Count ? new(ChangeEnd.Refused, "all offsets are as they were")
            : new(ChangeEnd.Unknown, $"{there:N0} of {wanted.Count:N0} offsets are where they were wanted");
    }

    private async Task<ChangeResult> ResetAsync(string group, IReadOnlyList<OffsetMove> moves, CancellationToken cancellationToken)
    {
        try
        {
            await clients.AdminAsync(
                (admin, limit) => admin.AlterConsumerGroupOffsetsAsync(
                    [new ConsumerGroupTopicPartitionOffsets(group, [.. moves.Select(m => new TopicPartitionOffset(m.Partition, m.New))])],
                    new AlterConsumerGroupOffsetsOptions { RequestTimeout = limit }),
                cancellationToken);
            return new(ChangeEnd.Done, moves is [var only]
                ? $"{only.Partition.Topic} {only.Partition.Partition.Value}: {(only.Old < 0 ? "none" : $"{only.Old:N0}")} → {only.New:N0}"
                : $"{moves.Count:N0} offsets were set");
        }
        catch (AlterConsumerGroupOffsetsException failed) when (failed.Results is [var result])
        {
            var refused = result.Partitions.Where(p => p.Error.IsError).ToList();
            var first = refused.FirstOrDefault()?.Error ?? result.Error;

            // Members joined between the plan and now: such a commit is none of theirs.
            var words = first.Code is ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress or ErrorCode.IllegalGeneration ? "The group has members again." : first.Reason;
            return refused.Count == 0 || refused.Count == moves.Count
                ? new(ChangeEnd.Refused, $"Nothing was set. {words}", "Stop its consumers and try again.")
                : new(ChangeEnd.Unknown, $"{refused.Count:N0} of {moves.Count:N0} offsets were refused: {words}");
        }
    }

    private async Task<ChangeResult> DeleteAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            await clients.AdminAsync(
                async (admin, limit) =>
                {
                    await admin.DeleteGroupsAsync([group], new DeleteGroupsOptions { RequestTimeout = limit });
                    return true;
                },
                cancellationToken);
            return new(ChangeEnd.Done, "deleted");
        }
        catch (DeleteGroupsException failed) when (failed.Results is [var only])
        {
            return only.Error.Code == ErrorCode.GroupIdNotFound ? new(ChangeEnd.Gone, "It was gone already.") : Refused(only.Error, failed);
        }
    }

    private async Task<ChangeResult> DeleteOffsetsAsync(LiveGroup group, string topic, CancellationToken cancellationToken)
    {
        var partitions = group.Committed.Keys.Where(p => p.Topic == topic).ToList();
        if (partitions.Count == 0)
            return new(ChangeEnd.Gone, "They were gone already.");
        try
        {
            await clients.AdminAsync(
                (admin, limit) => admin.DeleteConsumerGroupOffsetsAsync(group.Id, partitions, new DeleteConsumerGroupOffsetsOptions { RequestTimeout = limit }),
                cancellationToken);
            return new(ChangeEnd.Done, $"{partitions.Count:N0} offsets were deleted");
        }
        catch (DeleteConsumerGroupOffsetsException failed)
        {
            var error = failed.Result.Error.IsError ? failed.Result.Error : failed.Result.Partitions.Select(p => p.Error).FirstOrDefault(e => e.IsError) ?? failed.Error;
            return Refused(error, failed);
        }
    }

    private ChangeResult Refused(Error error, Exception failed)
        => error.IsLocalError ? Ended(failed, isSent: true) : new(ChangeEnd.Refused, $"The broker refused: {error.Reason}", error.Code == ErrorCode.NonEmptyGroup ? "Stop its consumers first." : null);

    private ChangeResult Ended(Exception failed, bool isSent)
    {
        var told = KafkaErrors.Of(failed, "", clients.Fault);
        var words = string.Join(' ', new[] { told.Message.Trim(), told.BrokerWords }.Where(w => w is { Length: > 0 }));
        return isSent && !told.IsRefusal && !KafkaErrors.IsNeverSent(KafkaErrors.RawOf(failed))
            ? new(ChangeEnd.Unknown, words, told.NextStep)
            : new(ChangeEnd.Refused, isSent ? words : $"Nothing was sent. {words}", told.NextStep);
    }

    private string? WhyNot(ObjectChange change)
        => clients.Apis.Offers(change.Kind == GroupForms.GroupKind ? ApiKey.DeleteGroups : ApiKey.OffsetDelete) is { IsAvailable: false, Reason: var reason } ? reason : null;
}
