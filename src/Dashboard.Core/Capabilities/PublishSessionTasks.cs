namespace Dashboard.Core.Capabilities;

/// <summary>For who sends a single message.</summary>
public static class PublishSessionTasks
{
    /// <summary>The same with a task: the outer one ends when the message was written, the inner one with its fate; it never throws.</summary>
    /// <exception cref="Model.BrokerException">The session is lost; nothing was sent.</exception>
    public static async ValueTask<Task<PublishOutcome>> SendAsync(this IPublishSession session, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var fate = new AwaitedFate();
        await session.SendAsync(message, fate, cancellationToken);
        return fate.Task;
    }

    private sealed class AwaitedFate() : TaskCompletionSource<PublishOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), IFateListener
    {
        public void Told(PublishOutcome outcome) => TrySetResult(outcome);
    }
}
