using Dashboard.Bench.Lab;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Dashboard.Bench.Replay;

/// <summary>
/// The least that loses nothing: consume, publish the same message mandatory, wait for the confirmation, acknowledge. No record of anything, no
/// identity, no look at headers. Acknowledges up to the confirmation that was heard, as confirmations of one queue come in order.
/// </summary>
internal sealed class PumpContender(LabBroker broker) : IContender
{
    private const ushort Prefetch = 1000;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnection? _taking;
    private IConnection? _sending;
    private IChannel? _source;
    private IChannel? _target;
    private int _messages;

    public async Task PrepareAsync(int messages)
    {
        _messages = messages;
        _taking = await broker.ConnectAsync("bench-pump-consumer");
        _sending = await broker.ConnectAsync("bench-pump-publisher");
        _source = await _taking.CreateChannelAsync();
        _target = await _sending.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        await _source.BasicQosAsync(0, Prefetch, global: false);
        _target.BasicAcksAsync += OnConfirmedAsync;
        _target.BasicNacksAsync += (_, _) => Fail("a message was refused");
        _target.BasicReturnAsync += (_, _) => Fail("a message was returned");
    }

    public async Task RunAsync()
    {
        var consumer = new AsyncEventingBasicConsumer(_source!);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            // Delivery tags of the one and publish numbers of the other both count from 1: the same message has the same number.
            await _target!.BasicPublishAsync("", ReplayQueues.Origin, mandatory: true, new BasicProperties(delivery.BasicProperties), delivery.Body);
        };
        await _source!.BasicConsumeAsync(ReplayQueues.DeadLetters, autoAck: false, consumer);
        await _done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in new[] { _taking, _sending })
        {
            if (connection is not null)
                await connection.CloseAsync();
        }
    }

    private async Task OnConfirmedAsync(object sender, BasicAckEventArgs confirmation)
    {
        await _source!.BasicAckAsync(confirmation.DeliveryTag, multiple: confirmation.Multiple);
        if (confirmation.DeliveryTag == (ulong)_messages)
            _done.TrySetResult();
    }

    private Task Fail(string why)
    {
        _done.TrySetException(new BenchException($"The pump: {why}."));
        return Task.CompletedTask;
    }
}
