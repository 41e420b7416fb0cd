using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Changes;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Pump;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Planning;

/// <summary>Says from live facts what an intent would do.</summary>
internal sealed class Planner(IConnectionRegistry connections, IArchiveStore archives, PastDeliveries past, MessageFilters filters, TimeProvider time)
{
    public async Task<OperationPlan> PlanAsync(OperationIntent intent, CancellationToken cancellationToken)
    {
        var draft = new PlanDraft(intent);
        var connection = connections.Find(intent.Connection)
            ?? throw new BrokerException($"The connection {intent.Connection} is not configured.");
        if (intent.Changes.Count > 0 || ChangeWords.IsAboutObjects(intent.Kind))
            return await new ChangePlanner(connection, intent).PlanAsync(cancellationToken);
        draft.Refuse(IntentCheck.FindMistake(intent));
        if (intent.Selection is MatchingMessages matching)
            CheckFilter(draft, matching.Filter);
        if (connection.Find<IDestinationInspector>() is not { } inspector)
        {
            draft.Refuse($"The connection {connection.Info.Name} cannot tell about its destinations.");
            return draft.Build(connection.Info);
        }

        if (draft.Refusal is null)
        {
            var target = TargetOf(draft, connection);
            CheckCapabilities(draft, connection, target);
            await AddSourceAsync(draft, connection, inspector, cancellationToken);
            if (draft.Refusal is null)
                await AddTargetAsync(draft, connection, target, cancellationToken);
            AddWarnings(draft, target);
        }

        return draft.Build(connection.Info);
    }

    private void CheckFilter(PlanDraft draft, string text)
    {
        try
        {
            filters.Compile(text);
        }
        catch (OperationRefusedException mistake)
        {
            draft.Refuse(mistake.Message);
        }
    }

    /// <summary>The connection that messages are sent to.</summary>
    private IBrokerConnection TargetOf(PlanDraft draft, IBrokerConnection connection)
    {
        if (draft.Intent.Target is not FixedTarget { Address.Destination.Connection: var id } || id == connection.Info.Id)
            return connection;
        if (connections.Find(id) is { } target)
        {
            draft.IsTargetProduction = target.Info.Environment.IsProduction;
            return target;
        }

        draft.Refuse($"The connection {id} is not configured.");
        return connection;
    }

    private static void CheckCapabilities(PlanDraft draft, IBrokerConnection connection, IBrokerConnection targetConnection)
    {
        var intent = draft.Intent;

        if (connection.Info.IsReadOnly)
            draft.Refuse($"The connection {connection.Info.Name} is configured as read-only.");
        if (targetConnection.Info.IsReadOnly)
            draft.Refuse($"The connection {targetConnection.Info.Name} is configured as read-only.");
        if (JobExecutor.IsPlainPurge(intent) || LogPurge.IsOne(intent))
        {
            if (connection.Find<IDestinationPurger>() is { } purger)
                draft.Refuse(purger.AvailabilityOn(intent.Source!).Reason);
            else
                Require<IMessageTransfer>(draft, connection, intent.Source!, "take messages away");
        }
        else if (intent.Source is { } source)
        {
            Require<IMessageTransfer>(draft, connection, source, "take messages from a destination");
        }

        if (intent.Kind is OperationKind.Purge)
            return;
        var target = intent.Message?.Address.Destination ?? (intent.Target as FixedTarget)?.Address.Destination ?? intent.Source;
        if (target is not null)
            Require<IMessagePublisher>(draft, targetConnection, target, "publish");
        else if (targetConnection.Find<IMessagePublisher>() is null)
            draft.Refuse($"The connection {targetConnection.Info.Name} cannot publish.");
    }

    private static void Require<T>(PlanDraft draft, IBrokerConnection connection, DestinationRef on, string what)
        where T : class, ICapability
    {
        if (connection.Find<T>() is { } capability)
            draft.Refuse(capability.AvailabilityOn(on).Reason);
        else
            draft.Refuse($"The connection {connection.Info.Name} cannot {what}.");
    }

    private async Task AddSourceAsync(PlanDraft draft, IBrokerConnection connection, IDestinationInspector inspector, CancellationToken cancellationToken)
    {
        var intent = draft.Intent;
        if (intent.Kind == OperationKind.Publish)
        {
            draft.Messages = Metric.Exact(intent.Options.Repeat);
            return;
        }

        if (intent.Kind == OperationKind.Restore)
        {
            var archived = await archives.CountAsync(intent.ArchiveJobId!, cancellationToken);
            draft.Messages = archived is { } count ? Metric.Exact(count) : Metric.Unavailable("there is no archive");
            if (archived is null or 0)
                draft.Refuse("This job has no archive, or an empty one.");
            draft.Add(Tone.Info, "The archive stays as it is: a second restore sends everything a second time.");
            return;
        }

        var facts = await inspector.InspectAsync(intent.Source!, cancellationToken);
        if (!facts.Exists)
        {
            draft.Refuse($"{intent.Source!.Describe()} does not exist.");
            return;
        }

        draft.Messages = CountOf(intent.Selection, facts.ReadyMessages);
        draft.AddRange(facts.Consequences);
        draft.IsLog = facts.IsLog;
        if (intent.Selection is MessagesBefore before)
            await LogPurgePlan.AddAsync(draft, connection, before.Bound, time, cancellationToken);
        else if (facts.IsLog)
            await AddLogAsync(draft, connection, cancellationToken);
        else if (intent.Bounds is not null)
            draft.Refuse($"{intent.Source!.Describe()} is no log: a part of it cannot be told by partition, offset or time.");
        else
            AddQueue(draft, facts);
    }

    private async Task AddLogAsync(PlanDraft draft, IBrokerConnection connection, CancellationToken cancellationToken)
    {
        var intent = draft.Intent;
        if (intent.Kind == OperationKind.Purge)
        {
            draft.Refuse("A log is purged up to a bound, if at all: its retention removes messages otherwise.");
            return;
        }

        if (draft.Refusal is not null || connection.Find<IMessageTransfer>() is not { } transfer)
            return;
        var ranges = await transfer.MeasureAsync(intent.Source!, intent.Bounds ?? LogBounds.None, cancellationToken);
        if (ranges is null)
        {
            draft.Refuse(intent.Bounds is null ? null : $"A part of {intent.Source!.Describe()} cannot be told by offset or time.");
            draft.Add(Tone.Warning, "This is a log: delivered messages stay in it, so this is a copy, and doing it twice sends everything twice.");
            return;
        }

        var extent = new LogExtent(ranges);
        if (extent.Count == 0)
            draft.Refuse("There is no message in this part of the log.");
        extent = await LeaveOutDeliveredAsync(draft, transfer, extent, cancellationToken);
        if (intent.Selection is ChosenMessages)
            return;
        draft.Messages = CountOf(intent.Selection, new Metric(extent.Count, MetricAccuracy.Approximate, "at most: places that compaction or transactions left empty are counted with them"));
        draft.Add(Tone.Info, "This is a log: delivered messages stay in it. What is written to it from now on is not taken.");
    }

    /// <summary>Says what earlier jobs have delivered of this part of the log, and leaves it out unless all is to be taken.</summary>
    private async Task<LogExtent> LeaveOutDeliveredAsync(PlanDraft draft, IMessageTransfer transfer, LogExtent extent, CancellationToken cancellationToken)
    {
        var intent = draft.Intent;
        if (await past.FindAsync(intent, null, cancellationToken) is not { Jobs.Count: > 0 } before)
            return extent;
        if (intent.Selection is ChosenMessages chosen)
            extent = LogExtent.OfPlaces(chosen.Identities.Select(transfer.PlaceOf).OfType<long>()).And(extent);
        var done = extent.And(before.Places).Count;
        if (done == 0)
            return extent;
        var where = intent.Target is FixedTarget target ? target.Address.Describe() : "where they came from";
        var who = before.Jobs.Count == 1 ? $"job {before.Jobs[0]}" : $"job {before.Jobs[^1]} and {before.Jobs.Count - 1:N0} earlier";
        draft.DeliveredBefore = done;
        if (intent.Options.TakeDelivered || intent.Selection is ChosenMessages)
        {
            draft.Add(Tone.Warning, $"{done:N0} of {extent.Count:N0} were sent to {where} before ({who}): they are sent again.");
            return extent;
        }

        var rest = extent.Except(before.Places);
        draft.Add(Tone.Info, $"{done:N0} of {extent.Count:N0} were sent to {where} before ({who}): only the other {rest.Count:N0} are taken.");
        if (rest.Count == 0)
            draft.Refuse($"All {done:N0} were sent to {where} before ({who}). Choose to take all to send them again.");
        return rest;
    }

    private static void AddQueue(PlanDraft draft, DestinationFacts facts)
    {
        var intent = draft.Intent;
        if (facts.Consumers is { IsAvailable: true, Value: > 0 } consumers)
        {
            var who = Figures.PluralExact(consumers.Value, "consumer is", "consumers are");
            draft.Add(Tone.Warning, $"{who} attached and take messages at the same time: what they take, this does not.");
        }

        if (facts.UnackedMessages is { IsAvailable: true, Value: > 0 } unacked)
            draft.Add(Tone.Info, $"{OperationWords.Messages(unacked.Value)} delivered and not acknowledged: they are not touched.");
        if (intent.Kind != OperationKind.Purge)
            return;
        if (intent.Options.ArchiveFirst)
            draft.Add(Tone.Info, "Every message is written to an archive before it is removed: it can be restored.");
        else
            draft.Add(Tone.Bad, "This cannot be undone: without an archive the messages are gone.");
    }

    private static async Task AddTargetAsync(PlanDraft draft, IBrokerConnection connection, IBrokerConnection target, CancellationToken cancellationToken)
    {
        if (target != connection)
            draft.Add(Tone.Info, $"The copies go to another connection, {target.Info.Name}: what its broker has no place for goes into headers, or is left out; a dry run tells.");
        if (target.Find<IDestinationInspector>() is not { } inspector)
        {
            draft.Refuse($"The connection {target.Info.Name} cannot tell about its destinations.");
            return;
        }

        var address = draft.Intent.Message is null ? (draft.Intent.Target as FixedTarget)?.Address : draft.Intent.MessageAt(1).Address;
        if (draft.Intent is { Variables: not null, Options.Repeat: > 1 } && address != draft.Intent.MessageAt(2).Address)
            draft.Add(Tone.Info, "The routing key differs from message to message: what is said of its way is that of the first.");
        if (address is null)
        {
            if (draft.Intent.Target is OriginTarget)
                draft.Add(Tone.Info, "Each message has its own target: a dry run lists them.");
            return;
        }

        var reach = draft.Intent.Message is { } message
            ? await inspector.ReachAsync(address, message.Headers, cancellationToken)
            : await inspector.ReachAsync(address, cancellationToken);
        draft.Targets.Add(reach);
        draft.AddRange(reach.Consequences);
        if (!reach.Exists)
            draft.Refuse($"{address.Destination.Describe()} does not exist.");
        else if (reach is { Unknown: null, Destinations.Count: 0 })
            draft.Add(Tone.Bad, $"{address.Describe()} reaches no queue: the broker will return every message.");
        else if (reach.Destinations.Count > 1)
            draft.Add(Tone.Warning, $"{address.Describe()} reaches {reach.Destinations.Count:N0} queues: each gets a copy, and one of them may refuse it after another has taken it.");
        if (draft.Intent.Source is { } source && reach.Destinations.Contains(source))
            draft.Add(Tone.Bad, "The source is among the targets: messages come straight back, are recognised by their stamp and left there.");
    }

    private static void AddWarnings(PlanDraft draft, IBrokerConnection target)
    {
        var intent = draft.Intent;
        if (intent.Selection.PassesOver && !draft.IsLog)
            draft.Add(Tone.Warning, $"Messages that are not selected are held while the job runs, at most {intent.Options.MaxHeld:N0}, and are marked as redelivered afterwards.");
        if (intent.Kind == OperationKind.Copy && !draft.IsLog)
            draft.Add(Tone.Info, "Copied messages stay in the source and are marked as redelivered there.");
        if (intent.Edit is not null)
            draft.Add(Tone.Info, "The edited copy is published, and the original is removed only after the copy was confirmed. If the message has gone meanwhile, nothing is published.");
        else if (draft.IsLog && intent.Kind != OperationKind.Purge)
            draft.Add(Tone.Info, "After a fault some may be sent twice; the report names each.");
        else if (intent.Kind is OperationKind.Move or OperationKind.Replay)
            draft.Add(Tone.Info, "A message is removed only after its copy was confirmed. After a fault some may be sent twice; the report names each.");
        if (!intent.Options.KeepExpiration && target.Find<IMessagePublisher>()?.Copies.HasFlag(CopyChoices.Expiration) == true && intent.Kind is OperationKind.Move or OperationKind.Copy or OperationKind.Replay or OperationKind.Restore)
            draft.Add(Tone.Info, "Per-message TTLs are left out of the copies, so that they do not expire at once.");
    }

    private static Metric CountOf(MessageSelection selection, Metric ready) => selection switch
    {
        ChosenMessages chosen => Metric.Exact(chosen.Identities.Count),
        FirstMessages first when ready.IsAvailable => ready with { Value = Math.Min(first.Count, ready.Value) },
        MatchingMessages when ready.IsAvailable => new Metric(ready.Value, MetricAccuracy.Approximate, "at most; a dry run counts those that match"),
        _ => ready,
    };
}
