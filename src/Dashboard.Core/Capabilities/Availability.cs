namespace Dashboard.Core.Capabilities;

/// <summary>Whether something can be done now, and if not, why: the text of the disabled button.</summary>
/// <param name="IsAvailable">It can be tried.</param>
/// <param name="Reason">Why not: "needs RabbitMQ 3.12", "no configure permission"; null where it can.</param>
public readonly record struct Availability(bool IsAvailable, string? Reason)
{
    public static readonly Availability Yes = new(true, null);

    public static Availability No(string reason) => new(false, reason);
}
