using System.Net;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>How the broker took a command.</summary>
/// <param name="Status">The HTTP status; null where no answer came.</param>
/// <param name="Words">The broker's words, or what happened to the request. Holds no credentials. Hostile text.</param>
/// <param name="IsSent">False: no connection was made, so that nothing can have been changed.</param>
public sealed record CommandAnswer(HttpStatusCode? Status, string Words, bool IsSent = true)
{
    public bool IsDone => (int?)Status is >= 200 and < 300;

    public bool IsMissing => Status == HttpStatusCode.NotFound;

    /// <summary>Nothing says whether it was done.</summary>
    public bool IsUnknown => IsSent && (Status is null || (int)Status >= 500);
}
