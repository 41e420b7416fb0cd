using System.Runtime.CompilerServices;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Browsing;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>A stream being copied, from an offset to where it ended when the session opened. Nothing is removed and nothing is held.</summary>
internal sealed class StreamTransferSession : ITransferSession
{
    private readonly TransferRequest _request;
    private readonly AmqpLease _lease;
    private readonly TimeProvider _time;
    private readonly long? _last;
    private StreamReading? _reading;
    private int _disposed;

    private StreamTransferSession(TransferRequest request, AmqpLease lease, TimeProvider time, long? last)
    {
        _request = request;
        _lease = lease;
        _time = time;
        _last = last;
    }

    /// <summary>Opens the session and finds the end of the stream; it gives the lease back.</summary>
    public static async Task<StreamTransferSession> OpenAsync(TransferRequest request, QueueFacts? facts, AmqpLease lease, TimeProvider time, CancellationToken cancellationToken)
    {
        StreamReading? reading = null;
        try
        {
            reading = await StreamReading.OpenAsync(request.Source, lease, time, cancellationToken);
            var end = await reading.FindEndAsync(facts, cancellationToken);
            await reading.CloseAsync();
            return new StreamTransferSession(request, lease, time, end?.Last);
        }
        catch (Exception e)
        {
            if (reading is not null)
                await reading.CloseAsync();
            await lease.DisposeAsync();
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw;
            throw AmqpErrors.Of(e, $"{request.Source.Describe()} cannot be read.");
        }
    }

    public async IAsyncEnumerable<TransferDelivery> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_last is not { } last || _request.FromOffset > last || _request.MaxDeliveries <= 0)
            yield break;
        _reading = await OpenReadingAsync(cancellationToken);
        long yielded = 0;
        await using var deliveries = _reading.ReadAsync(_request.FromOffset is { } offset ? Math.Max(0, offset) : "first", last, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (yielded < _request.MaxDeliveries && await NextAsync(deliveries, cancellationToken))
        {
            var delivery = deliveries.Current;
            yielded++;
            yield return new TransferDelivery(yielded, AmqpEnvelope.Of(_request.Source, yielded - 1, delivery)) { ReplayId = delivery.ReplayId };
        }
    }

    public ValueTask RemoveAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask ReleaseAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        if (_reading is not null)
            await _reading.CloseAsync();
        await _lease.DisposeAsync();
    }

    private async Task<StreamReading> OpenReadingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StreamReading.OpenAsync(_request.Source, _lease, _time, cancellationToken);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw AmqpErrors.Of(e, $"{_request.Source.Describe()} cannot be read.");
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<AmqpDelivery> deliveries, CancellationToken cancellationToken)
    {
        try
        {
            return await deliveries.MoveNextAsync();
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw AmqpErrors.Of(e, $"Reading {_request.Source.Describe()} was cut off.");
        }
    }
}
