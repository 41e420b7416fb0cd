using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Api.Messages;
using Dashboard.Web.Api.Problems;

namespace Dashboard.Web.Api.Operations;

/// <summary>
/// Makes the intent of a plan request: the same value that the pages make. Whether it makes sense is the planner's to say; here, only that nothing is
/// left open that a person would have chosen in the page. A further kind of operation adds its property to the request and its line here.
/// </summary>
internal static class IntentReading
{
    private const int MaxIdentities = 50_000;
    private const int MaxChanges = 10_000;

    /// <exception cref="ApiException">Something is missing or will not do; the pointer says where.</exception>
    public static OperationIntent Read(PlanRequestDto request, Core.Model.ConnectionInfo connection, PublishForm? form, MessageFilters filters)
    {
        var isOfObjects = request.Kind is OperationKind.Create or OperationKind.Edit or OperationKind.Delete or OperationKind.Close or OperationKind.Import
            || (request.Kind == OperationKind.Purge && request.Changes is not null);
        if (isOfObjects && request.Changes is not { Count: >= 1 and <= MaxChanges })
            throw ApiException.Body("/changes", $"Which objects? 1 to {MaxChanges:N0} of them.");
        var isFromSource = !isOfObjects && request.Kind is OperationKind.Purge or OperationKind.Move or OperationKind.Copy or OperationKind.Replay;
        if (isFromSource && request.Source is null)
            throw ApiException.Body("/source", "Where are the messages to be taken from?");
        if (isFromSource && request.Selection is null)
            throw ApiException.Body("/selection", "Which messages? All of them is {\"by\": \"all\"}.");
        if (request.Kind == OperationKind.Publish && request.Message is null)
            throw ApiException.Body("/message", "What is to be published?");
        if (request.Kind == OperationKind.Restore && string.IsNullOrEmpty(request.ArchiveOf))
            throw ApiException.Body("/archiveOf", "Which operation's archive is to be restored?");
        if (request.Kind is OperationKind.Move or OperationKind.Copy or OperationKind.Replay or OperationKind.Restore && request.Target is null)
            throw ApiException.Body("/target", "Where are the messages to go?");
        return new OperationIntent
        {
            Kind = request.Kind,
            Connection = connection.Id,
            Source = request.Source?.On(connection.Id, "/source"),
            ArchiveJobId = request.ArchiveOf,
            Selection = request.Selection is { } selection ? Read(selection, filters) : new AllMessages(),
            Bounds = request.Bounds is { } bounds ? Read(bounds) : null,
            Target = request.Target is { } target ? Read(target, connection.Id) : null,
            Changes = [.. (request.Changes ?? []).Select((change, i) => change.Read($"/changes/{i}"))],
            Message = request.Message is { } message ? MessageMapping.Read(message, connection, form, "/message") : null,
            Options = Read(request.Options ?? new OptionsDto()),
        };
    }

    private static MessageSelection Read(SelectionDto selection, MessageFilters filters) => selection switch
    {
        { By: SelectionBy.All, Count: null, Filter: null, Identities: null, Bound: null } => new AllMessages(),
        { By: SelectionBy.First, Count: >= 1 and { } count, Filter: null, Identities: null, Bound: null } => new FirstMessages(count),
        { By: SelectionBy.Filter, Filter: { } filter, Count: null, Identities: null, Bound: null } => new MatchingMessages(Checked(filter, filters)),
        { By: SelectionBy.Chosen, Identities: { Count: >= 1 and <= MaxIdentities } identities, Count: null, Filter: null, Bound: null } =>
            new ChosenMessages([.. identities.Select(one => new MessageIdentity(one.MessageId, one.Fingerprint))]),
        { By: SelectionBy.Before, Bound: { } bound, Count: null, Filter: null, Identities: null } => new MessagesBefore(Read(bound)),
        { By: SelectionBy.First } => throw ApiException.Body("/selection/count", "'first' takes a count of 1 or more, and nothing else."),
        { By: SelectionBy.Filter } => throw ApiException.Body("/selection/filter", "'filter' takes a filter, and nothing else."),
        { By: SelectionBy.Chosen } => throw ApiException.Body("/selection/identities", $"'chosen' takes 1 to {MaxIdentities:N0} identities, and nothing else."),
        { By: SelectionBy.Before } => throw ApiException.Body("/selection/bound", "'before' takes a bound, and nothing else. {} is the end as it is when the operation starts."),
        _ => throw ApiException.Body("/selection", "'all' takes nothing else."),
    };

    private static PurgeBound Read(PurgeBoundDto bound) => bound switch
    {
        { Offset: not null, Time: not null } => throw ApiException.Body("/selection/bound", "A purge goes up to an offset or up to a time, not both."),
        { Partition: < 0 or > short.MaxValue } => throw ApiException.Body("/selection/bound/partition", "Partitions are numbers from 0 on."),
        { Offset: < 0 } => throw ApiException.Body("/selection/bound/offset", "Offsets count from 0."),
        _ => new PurgeBound(bound.Partition, bound.Offset, bound.Time),
    };

    private static string Checked(string filter, MessageFilters filters)
    {
        try
        {
            filters.Compile(filter);
            return filter;
        }
        catch (OperationRefusedException mistake)
        {
            throw ApiException.Body("/selection/filter", mistake.Message);
        }
    }

    private static TransferTarget Read(TargetDto target, ConnectionId connection) => target switch
    {
        { To: TargetTo.Address, Destination: { } destination } => new FixedTarget(new PublishAddress(destination.On(target.Connection is { } elsewhere ? ConnectionOf(elsewhere) : connection, "/target/destination"), target.RoutingKey ?? "")
        {
            Partition = target.Partition is null or (>= 0 and <= short.MaxValue) ? target.Partition : throw ApiException.Body("/target/partition", "Partitions are numbers from 0 on."),
        }),
        { To: TargetTo.Address } => throw ApiException.Body("/target/destination", "To which address?"),
        { Destination: not null } or { RoutingKey: not null } or { Partition: not null } or { Connection: not null } => throw ApiException.Body("/target", "An address goes with 'address' only."),
        _ => new OriginTarget(target.To == TargetTo.OriginalRoute),
    };

    private static ConnectionId ConnectionOf(string id)
        => id.Length is >= 1 and <= 64 ? new ConnectionId(id) : throw ApiException.Body("/target/connection", "This is not the id of a connection.");

    private static LogBounds Read(BoundsDto bounds)
    {
        var read = new LogBounds
        {
            Partitions = bounds.Partitions ?? [],
            FromOffset = bounds.FromOffset,
            ToOffset = bounds.ToOffset,
            FromTime = bounds.FromTime,
            ToTime = bounds.ToTime,
        };
        return read.FindMistake() is { } mistake ? throw ApiException.Body("/bounds", mistake) : read;
    }

    private static OperationOptions Read(OptionsDto options)
    {
        var usual = new OperationOptions();
        return new OperationOptions
        {
            CanaryFirst = options.CanaryFirst ?? usual.CanaryFirst,
            RatePerSecond = options.RatePerSecond,
            ArchiveFirst = options.ArchiveFirst ?? usual.ArchiveFirst,
            KeepExpiration = options.KeepExpiration ?? usual.KeepExpiration,
            KeepTimestamp = options.KeepTimestamp ?? usual.KeepTimestamp,
            KeepPartition = options.KeepPartition ?? usual.KeepPartition,
            TakeDelivered = options.TakeDelivered ?? usual.TakeDelivered,
            Repeat = options.Repeat ?? usual.Repeat,
            MaxHeld = options.MaxHeld ?? usual.MaxHeld,
        };
    }
}
