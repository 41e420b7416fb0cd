namespace Dashboard.Core.Capabilities;

/// <summary>
/// Waits for the fate of one message. Jobs send tens of thousands of messages each second: what they know of a message anyway listens for it, and no task
/// is made for each.
/// </summary>
public interface IFateListener
{
    /// <summary>Called once, from any thread, by who has further fates to tell: it returns at once and does not throw.</summary>
    void Told(PublishOutcome outcome);
}
