using Xunit.Abstractions;
using Xunit.Sdk;

namespace Dashboard.Tests.Shared.Contract.Skipping;

/// <summary>Turns "failed with <see cref="NotApplicableException"/>", and nothing else beside it, into "skipped" with the reason.</summary>
internal sealed class NotApplicableBus(IMessageBus inner) : IMessageBus
{
    public int Skipped { get; private set; }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        if (message is not ITestFailed failed || failed.ExceptionTypes[0] != typeof(NotApplicableException).FullName)
            return inner.QueueMessage(message);
        Skipped++;
        return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[0]));
    }

    // The bus belongs to the runner.
    public void Dispose()
    {
    }
}
