using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Masking;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Lines;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations;

/// <inheritdoc cref="IMessageReading"/>
internal sealed class MessageReading(
    IAccessGate gate, IAuditLog audit, IConnectionRegistry connections, MessageFilters filters, IMessageMasking masking, TimeProvider time) : IMessageReading
{
    /// <summary>A look keeps at most this many messages, because a page holds them as long as it is open.</summary>
    private const int MaxKept = 5000;

    private const long MaxKeptBytes = 256L * 1024 * 1024;

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
        var look = await SearchAsync(actor, request, filter, null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return look;
    }

    public async Task<MessageLook> SearchAsync(
        Actor actor, BrowseRequest request, string filter, IProgress<LookProgress>? progress, CancellationToken cancellationToken)
    {
        var found = new Queue<MessageEnvelope>();
        long bytes = 0;
        var look = await LookAsync(
            actor,
            "messages.read",
            request,
            filter,
            message =>
            {
                found.Enqueue(message);
                bytes += message.Body.Length;
                if (request.Follows)
                {
                    while (found.Count > Math.Min(request.Count, MaxKept) || bytes > MaxKeptBytes)
                        bytes -= found.Dequeue().Body.Length;
                    return null;
                }

                return found.Count >= MaxKept ? $"{MaxKept:N0} messages were found, and no look keeps more"
                    : bytes >= MaxKeptBytes ? $"{bytes / (1024 * 1024):N0} MiB of bodies were found, and no look keeps more"
                    : null;
            },
            progress,
            cancellationToken);
        return look with { Messages = [.. found] };
    }

    public async Task<MessageLook> ExportAsync(
        Actor actor, BrowseRequest request, string filter, Stream destination, IProgress<LookProgress>? progress, CancellationToken cancellationToken)
    {
        using var lines = new MessageLineWriter(destination);
        var look = await LookAsync(
            actor,
            "messages.export",
            request,
            filter,
            message =>
            {
                lines.Write(message);
                return null;
            },
            progress,
            cancellationToken);
        await lines.EndAsync(look, CancellationToken.None);
        return look;
    }

    /// <summary>The one way to messages: authorised, audited, masked, filtered, in this order.</summary>
    private async Task<MessageLook> LookAsync(
        Actor actor,
        string action,
        BrowseRequest request,
        string filter,
        Func<MessageEnvelope, string?> take,
        IProgress<LookProgress>? progress,
        CancellationToken cancellationToken)
    {
        var destination = request.Destination;
        await gate.DemandAsync(actor, Permission.ReadMessages, destination.Connection, destination.Describe(), cancellationToken);
        if (request.Count < 1 || (request.Count > BrowseRequest.MaxCount && !request.IsOpenEnded))
            throw new OperationRefusedException($"A look reads 1 to {BrowseRequest.MaxCount:N0} messages.");
        var judge = filters.Compile(filter);
        if (masking.RefusalOfFilter(actor, destination, filter) is { } refusal)
            throw new OperationRefusedException(refusal);
        var browser = connections.Find(destination.Connection)?.Find<IMessageBrowser>()
            ?? throw new BrokerException("Messages of this connection cannot be looked at.");
        if (browser.AvailabilityOn(destination) is { IsAvailable: false, Reason: var reason })
            throw new BrokerException($"Messages of {destination.Describe()} cannot be looked at now: {reason}");
        var hidden = masking.HiddenFrom(actor, destination);
        var inClear = masking.SeesHidden(actor, destination) ? ", masked fields in clear" : "";
        await WriteAsync(actor, action, request, AuditOutcome.Allowed, $"{Extent(request)}{inClear}", cancellationToken);
        // What is hidden is judged as it is shown: its bytes tell nothing then.
        var worth = hidden.Count == 0 ? filters.RawTest(filter) : null;
        using var run = new LookRun(judge, worth, message => MessageMask.Hide(message, hidden), Bounded(request, take), progress, time, cancellationToken);
        try
        {
            var look = await run.ReadAsync(browser, request);
            await WriteAsync(actor, action, request, AuditOutcome.Succeeded, $"{Figures.PluralExact(look.Examined, "message")} read{inClear}", CancellationToken.None);
            return look;
        }
        catch (BrokerException failed)
        {
            await WriteAsync(actor, action, request, AuditOutcome.Failed, failed.Message, CancellationToken.None);
            throw;
        }
    }

    /// <summary>What a look without a bound of its own may find is bounded here.</summary>
    private static Func<MessageEnvelope, string?> Bounded(BrowseRequest request, Func<MessageEnvelope, string?> take)
    {
        if (!request.ReadsToEnd || request.Follows)
            return take;
        var left = request.Count;
        return message => take(message) ?? (--left > 0 ? null : $"{request.Count:N0} messages were found, which is what was asked for");
    }

    private static string Extent(BrowseRequest request) => request switch
    {
        { Follows: true } => "what is published until it is stopped",
        { ReadsToEnd: true } => $"all there are, up to {request.Count} found",
        _ => $"up to {Figures.PluralExact(request.Count, "message")}",
    };

    private async Task WriteAsync(Actor actor, string action, BrowseRequest request, AuditOutcome outcome, string detail, CancellationToken cancellationToken)
    {
        try
        {
            await audit.AppendAsync(
                new AuditEntry(actor.Name, action, outcome, request.Destination.Connection.Value, request.Destination.Describe(), detail, actor.RemoteAddress),
                cancellationToken);
        }
        catch (AuditUnavailableException unavailable)
        {
            throw new OperationRefusedException($"Nothing is shown, because the audit cannot be written: {unavailable.Message}");
        }
    }

    private static BrowseEffect Refused(string why) => new(false, why, [], ChangesNothing: true, SupportsOffsets: false);
}
