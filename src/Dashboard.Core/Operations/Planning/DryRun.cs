using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Pump;

namespace Dashboard.Core.Operations.Planning;

/// <summary>Looks through a selection and takes nothing: whatever it reads goes back.</summary>
internal sealed class DryRun(IBrokerConnection connection, IConnectionRegistry connections, IArchiveStore archives, PastDeliveries past, MessageFilters filters, OperationsOptions options)
{
    private const int MaxTargets = 200;

    private readonly JobParts _parts = new(connection, connections, archives, past);
    private readonly Dictionary<string, long> _notEligible = new(StringComparer.Ordinal);
    private readonly Dictionary<PublishAddress, long> _counts = [];
    private long _examined;
    private long _notSelected;
    private long _withoutTarget;
    private bool _wasAtEnd;
    private readonly Dictionary<PublishAddress, ICopyReview?> _reviews = [];
    private readonly List<CopyRemark> _remarks = [];
    private IMessagePublisher? _publisher;

    public async Task<DryRunReport> RunAsync(OperationIntent intent, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var effect = await EffectAsync(intent, cancellationToken);
        var source = SourceOf(intent, await IsLogAsync(intent, cancellationToken));
        var extent = PickedOf(intent, source, await source.MeasureAsync(cancellationToken));
        var ready = extent?.Count ?? await source.CountReadyAsync(cancellationToken);
        if (intent.Selection is FirstMessages first)
            ready = Math.Min(ready, first.Count);
        var limit = Math.Min(ready, options.DryRunLimit);
        var selection = new SelectionTest(intent.Selection, [], filters);
        if (limit > 0)
            await LookAsync(intent, source, extent, selection, limit, progress, cancellationToken);
        var targets = await TargetsAsync(cancellationToken);
        var isComplete = _examined >= ready || selection.IsExhausted || (extent is not null && _wasAtEnd);
        _remarks.AddRange(_reviews.Values.OfType<ICopyReview>().SelectMany(review => review.Remarks));
        return new DryRunReport(
            _examined,
            targets.Where(IsReachable).Sum(target => target.Messages) + _withoutTarget,
            _notEligible,
            _notSelected - selection.Unjudgeable,
            selection.Unjudgeable,
            targets,
            StopReason(selection, ready, isLog: extent is not null, isFirst: intent.Selection is FirstMessages),
            isComplete,
            effect)
        {
            Remarks = [.. _remarks.GroupBy(remark => (remark.Tone, remark.Text)).Select(same => same.First() with { Messages = same.Sum(one => one.Messages) })],
        };
    }

    private static LogExtent? PickedOf(OperationIntent intent, IJobSource source, LogExtent? extent)
    {
        if (extent is null || intent.Selection is not ChosenMessages chosen)
            return extent;
        var places = chosen.Identities.Select(source.PlaceOf).ToList();
        return places.Contains(null) ? extent : extent.And(LogExtent.OfPlaces(places.OfType<long>()));
    }

    private async Task LookAsync(
        OperationIntent intent,
        IJobSource source,
        LogExtent? extent,
        SelectionTest selection,
        long limit,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        await using var session = await source.OpenAsync(new SourceReading(limit, 0, Places: extent), cancellationToken);
        _wasAtEnd = true;
        await foreach (var delivery in session.ReadAsync(cancellationToken))
        {
            _examined++;
            if (_examined % 100 == 0)
                progress?.Report(_examined);
            if (!selection.Takes(delivery.Message))
                _notSelected++;
            else
                await CountAsync(intent, delivery.Message, cancellationToken);
            if (_examined < limit && !selection.IsExhausted)
                continue;
            _wasAtEnd = false;
            break;
        }

        progress?.Report(_examined);
    }

    private async Task CountAsync(OperationIntent intent, MessageEnvelope message, CancellationToken cancellationToken)
    {
        if (intent.Kind == OperationKind.Purge)
        {
            _withoutTarget++;
            return;
        }

        var route = _parts.RouteOf(intent, message);
        if (route.Address is { } there && await ReviewAsync(intent, message, there, cancellationToken) is { } refusal)
            Reject(refusal, 1);
        else if (route.Address is not { } address)
            Reject(route.Refusal ?? "it has no target", 1);
        else if (_counts.ContainsKey(address) || _counts.Count < MaxTargets)
            _counts[address] = _counts.GetValueOrDefault(address) + 1;
        else
            Reject($"there are more than {MaxTargets} different targets: further ones were not looked at", 1);
    }

    /// <summary>What the target would do with the copy: why it would refuse it, or null; the rest is counted.</summary>
    private async Task<string?> ReviewAsync(OperationIntent intent, MessageEnvelope message, PublishAddress address, CancellationToken cancellationToken)
    {
        if (intent.Kind == OperationKind.Publish)
            return null;
        if (!_reviews.TryGetValue(address, out var review))
        {
            if (_reviews.Count >= MaxTargets)
                return null;
            _publisher ??= _parts.PublisherOf(intent);
            _reviews[address] = review = await _publisher.ReviewAsync(address, cancellationToken);
        }

        return review?.Note(message, JobParts.CopyOf(intent, _publisher!, message, address, "dry-run", _examined));
    }

    private async Task<IReadOnlyList<DryRunTarget>> TargetsAsync(CancellationToken cancellationToken)
    {
        var targets = new List<DryRunTarget>();
        foreach (var (address, count) in _counts.OrderByDescending(pair => pair.Value))
        {
            var inspector = connections.Find(address.Destination.Connection)?.Find<IDestinationInspector>();
            var reach = inspector is null
                ? new AddressReach(address, true, [], "the connection cannot tell about its destinations", [])
                : await inspector.ReachAsync(address, cancellationToken);
            var target = new DryRunTarget(reach, count);
            targets.Add(target);
            if (!reach.Exists)
                Reject($"{address.Destination.Describe()} does not exist", count);
            else if (!IsReachable(target))
                Reject($"{address.Describe()} reaches no queue", count);
        }

        return targets;
    }

    private static bool IsReachable(DryRunTarget target)
        => target.Reach.Exists && (target.Reach.Unknown is not null || target.Reach.Destinations.Count > 0);

    private void Reject(string reason, long count) => _notEligible[reason] = _notEligible.GetValueOrDefault(reason) + count;

    private string StopReason(SelectionTest selection, long ready, bool isLog, bool isFirst)
    {
        if (selection.IsExhausted)
            return "all chosen messages were found";

        if (isFirst && _examined >= ready)
            return $"the first {OperationWords.Messages(ready)} were looked at";

        // A log keeps its messages whoever has read them: none is ready or not.
        if (isLog && (_wasAtEnd || _examined >= ready))
            return ready > _examined ? $"every offset of the selection was read; {ready - _examined:N0} of {ready:N0} hold no message" : "every offset of the selection was read";
        if (_examined >= ready)
            return "everything that is ready was looked at";
        if (isLog)
            return $"a dry run looks at {OperationWords.Messages(options.DryRunLimit)} at most; up to {ready - _examined:N0} were not looked at";
        return _examined >= options.DryRunLimit
            ? $"a dry run looks at {OperationWords.Messages(options.DryRunLimit)} at most; {ready - _examined:N0} were not looked at"
            : "the source had nothing further ready: other consumers take messages from it";
    }

    private async Task<string> EffectAsync(OperationIntent intent, CancellationToken cancellationToken)
    {
        if (intent.Source is not { } destination || connection.Find<IMessageBrowser>() is not { } browser)
            return "Changes nothing.";
        var effect = await browser.DescribeEffectAsync(destination, cancellationToken);
        return effect.IsAllowed
            ? effect.Summary
            : throw new OperationRefusedException($"A dry run would have to look at the messages, and that is refused: {effect.Summary} {string.Join(' ', effect.Details)}".Trim());
    }

    private async Task<bool> IsLogAsync(OperationIntent intent, CancellationToken cancellationToken)
        => intent.Source is { } source
            && connection.Find<IDestinationInspector>() is { } inspector
            && (await inspector.InspectAsync(source, cancellationToken)).IsLog;

    private IJobSource SourceOf(OperationIntent intent, bool isLog) => intent.Kind switch
    {
        OperationKind.Publish => new RepeatedMessage(intent.Message!, intent.Options.Repeat),
        OperationKind.Restore => new ArchiveSource(archives, intent.ArchiveJobId!),
        _ => new BrokerSource(
            connection.Find<IMessageTransfer>() ?? throw new OperationRefusedException("This connection cannot give messages to the dashboard."),
            connection.Find<IDestinationInspector>() ?? throw new OperationRefusedException("This connection cannot tell about its destinations."),
            intent.Source!,
            removes: false,
            isLog,
            intent.Bounds,
            stop => _parts.DeliveredBeforeAsync(intent, null, stop)),
    };
}
