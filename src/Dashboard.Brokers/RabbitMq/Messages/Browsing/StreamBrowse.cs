using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Browsing;

/// <summary>A bounded look at a stream, which leaves no trace.</summary>
internal static class StreamBrowse
{
    public static async Task<BrowseResult> ReadAsync(BrowseRequest request, QueueFacts? facts, AmqpLease lease, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(request, facts, lease, time, cancellationToken);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw AmqpErrors.Of(e, $"The messages of {request.Destination.Describe()} cannot be looked at.");
        }
    }

    private static async Task<BrowseResult> LookAsync(BrowseRequest request, QueueFacts? facts, AmqpLease lease, TimeProvider time, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(request.Count, 1, BrowseRequest.MaxCount);
        if (await EndAsync(request, facts, lease, time, cancellationToken) is not { } end)
            return new BrowseResult([], "the stream is empty", IsComplete: true);
        if (request.Start.Offset > end.Last)
            return new BrowseResult([], $"the stream ends at offset {end.Last:N0}", IsComplete: true);

        object from = request.Start switch
        {
            { Offset: { } offset } => Math.Max(0, offset),
            { At: { } at } => new AmqpTimestamp(at.ToUnixTimeSeconds()),
            { IsNewest: true } => Math.Max(0, end.Last - count + 1),
            _ => "first",
        };
        var messages = new List<MessageEnvelope>(Math.Min(count, 256));
        long bytes = 0;
        var read = 0;
        var isLast = false;
        var reading = await StreamReading.OpenAsync(request.Destination, lease, time, cancellationToken);
        try
        {
            await foreach (var delivery in reading.ReadAsync(from, end.Last, cancellationToken))
            {
                var message = AmqpEnvelope.Of(request.Destination, read++, delivery, request.MaxBodyBytes);
                if (request.Keep?.Invoke(message) != false)
                    messages.Add(message);
                bytes += delivery.Body.Length;
                isLast = delivery.StreamOffset >= end.Last;
                if (read >= count || bytes >= request.MaxTotalBytes)
                    break;
            }
        }
        finally
        {
            await reading.CloseAsync();
        }

        if (!isLast && read < count && bytes < request.MaxTotalBytes)
            return new BrowseResult(messages, "the broker sent no further message, though there should be some", IsComplete: false);
        return isLast
            ? new BrowseResult(messages, $"the stream ends at offset {end.Last:N0}", IsComplete: true)
            : read >= count
                ? new BrowseResult(messages, $"{Figures.PluralExact(count, "message was", "messages were")} asked for", IsComplete: false)
                : new BrowseResult(messages, $"{bytes / (1024 * 1024):N0} MiB were read, which is the limit of one look", IsComplete: false);
    }

    private static async Task<(long ChunkStart, long Last)?> EndAsync(BrowseRequest request, QueueFacts? facts, AmqpLease lease, TimeProvider time, CancellationToken cancellationToken)
    {
        var reading = await StreamReading.OpenAsync(request.Destination, lease, time, cancellationToken);
        try
        {
            return await reading.FindEndAsync(facts, cancellationToken);
        }
        finally
        {
            await reading.CloseAsync();
        }
    }
}
