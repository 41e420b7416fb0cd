namespace Dashboard.Brokers.RabbitMq.Messages.Amqp;

/// <summary>
/// Waits for the client library no longer than somebody wants the answer. The library itself is not cancelled: it is confused by an answer
/// that comes after its question was given up. What comes late is closed.
/// </summary>
internal static class Abandonable
{
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public static async Task<T> WaitAsync<T>(Task<T> opening, CancellationToken cancellationToken)
        where T : IAsyncDisposable
    {
        try
        {
            return await opening.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = CloseLateAsync(opening);
            throw;
        }
    }

    private static async Task CloseLateAsync<T>(Task<T> opening)
        where T : IAsyncDisposable
    {
        // That it failed is of no interest any more.
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!opening.IsCompletedSuccessfully)
            return;
        var late = await opening;
        await late.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
