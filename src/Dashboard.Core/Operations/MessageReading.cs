using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Filtering;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations;

/// <inheritdoc cref="IMessageReading"/>
internal sealed class MessageReading(IAccessGate gate, IAuditLog audit, IConnectionRegistry connections, MessageFilters filters) : IMessageReading
{
    private const int MaxCount = 5000;

    public async Task<BrowseEffect> DescribeEffectAsync(Actor actor, DestinationRef destination, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ReadMessages, destination.Connection, destination.Describe(), cancellationToken);
        if (connections.Find(destination.Connection)?.Find<IMessageBrowser>() is not { } browser)
            return Refused("Messages of this connection cannot be looked at.");
        var availability = browser.AvailabilityOn(destination);
        return availability.IsAvailable
            ? await browser.DescribeEffectAsync(destination, cancellationToken)
            : Refused(availability.Reason ?? "Messages cannot be looked at now.");
    }

    public async Task<MessageLook> BrowseAsync(Actor actor, BrowseRequest request, string filter, CancellationToken cancellationToken)
    {
        var destination = request.Destination;
        await gate.DemandAsync(actor, Permission.ReadMessages, destination.Connection, destination.Describe(), cancellationToken);
        if (request.Count is < 1 or > MaxCount)
            throw new OperationRefusedException($"A look reads 1 to {MaxCount:N0} messages.");
        var judge = filters.Compile(filter);
        var browser = connections.Find(destination.Connection)?.Find<IMessageBrowser>()
            ?? throw new BrokerException("Messages of this connection cannot be looked at.");
        if (browser.AvailabilityOn(destination) is { IsAvailable: false, Reason: var reason })
            throw new BrokerException($"Messages of {destination.Describe()} cannot be looked at now: {reason}");
        await WriteAsync(actor, request, AuditOutcome.Allowed, $"up to {request.Count} messages", cancellationToken);
        BrowseResult result;
        try
        {
            result = await browser.BrowseAsync(request, cancellationToken);
        }
        catch (BrokerException failed)
        {
            await WriteAsync(actor, request, AuditOutcome.Failed, failed.Message, CancellationToken.None);
            throw;
        }

        await WriteAsync(actor, request, AuditOutcome.Succeeded, $"{result.Messages.Count} messages read", CancellationToken.None);
        return Filter(result, judge);
    }

    private static MessageLook Filter(BrowseResult result, Func<MessageEnvelope, FilterVerdict> judge)
    {
        var matches = new List<MessageEnvelope>();
        long unjudgeable = 0;
        foreach (var message in result.Messages)
        {
            var verdict = judge(message);
            if (verdict == FilterVerdict.Yes)
                matches.Add(message);
            else if (verdict == FilterVerdict.Unjudgeable)
                unjudgeable++;
        }

        return new MessageLook(matches, result.Messages.Count, unjudgeable, result.StopReason, result.IsComplete);
    }

    private async Task WriteAsync(Actor actor, BrowseRequest request, AuditOutcome outcome, string detail, CancellationToken cancellationToken)
    {
        try
        {
            await audit.AppendAsync(
                new AuditEntry(actor.Name, "messages.read", outcome, request.Destination.Connection.Value, request.Destination.Describe(), detail, actor.RemoteAddress),
                cancellationToken);
        }
        catch (AuditUnavailableException unavailable)
        {
            throw new OperationRefusedException($"Nothing is shown, because the audit cannot be written: {unavailable.Message}");
        }
    }

    private static BrowseEffect Refused(string why) => new(false, why, [], ChangesNothing: true, SupportsOffsets: false);
}
