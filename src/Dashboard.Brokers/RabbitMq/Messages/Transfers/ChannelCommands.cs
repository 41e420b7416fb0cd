using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>
/// Channel commands one at a time, with errors in the operator's words. Settling must not overlap itself, or a tag would be settled
/// twice; it need not wait for an answer to a question. What was begun is not cancelled: the client library is confused by an answer
/// that comes after its question was abandoned.
/// </summary>
internal sealed class ChannelCommands
{
    private const int Questions = 0;
    private const int Settling = 1;

    // Never disposed: a command may be under way to the very end, and there is nothing to free where nobody asked for a wait handle.
    private readonly SemaphoreSlim[] _gates = [new(1, 1), new(1, 1)];

    /// <summary>Sends what is answered by the broker.</summary>
    /// <param name="command">Sends it.</param>
    /// <param name="failed">What is said where it fails.</param>
    /// <param name="cancellationToken">Ends waiting for its turn.</param>
    /// <exception cref="BrokerException">It failed.</exception>
    public Task AskAsync(Func<CancellationToken, Task> command, string failed, CancellationToken cancellationToken) => RunAsync(_gates[Questions], command, failed, cancellationToken);

    /// <summary>Sends acknowledgements and the like; parameters as above.</summary>
    /// <exception cref="BrokerException">It failed.</exception>
    public Task SettleAsync(Func<CancellationToken, Task> command, string failed, CancellationToken cancellationToken) => RunAsync(_gates[Settling], command, failed, cancellationToken);

    private static async Task RunAsync(SemaphoreSlim gate, Func<CancellationToken, Task> command, string failed, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await command(CancellationToken.None);
        }
        catch (Exception e)
        {
            throw AmqpErrors.Of(e, failed);
        }
        finally
        {
            gate.Release();
        }
    }
}
