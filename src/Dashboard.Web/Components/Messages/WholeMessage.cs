using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Components.Messages;

/// <summary>Reads one message again with its body whole.</summary>
internal static class WholeMessage
{
    /// <summary>A body larger than this is not brought into a page: it is for a job.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    /// <summary>The message, found by its identity; null when it is not in its place any more.</summary>
    public static async Task<MessageEnvelope?> ReadAsync(
        IMessageReading reading, Actor actor, MessageEnvelope message, bool isLog, CancellationToken cancellationToken)
    {
        var request = new BrowseRequest
        {
            Destination = message.Source,
            Count = (int)Math.Min(message.Position + 1, BrowseRequest.MaxCount),
            MaxBodyBytes = MaxBytes,
            MaxTotalBytes = 2L * MaxBytes,
        };
        if (isLog)
            request = request.At(message.Position, message.Partition is not null);
        var look = await reading.BrowseAsync(actor, request, "", cancellationToken);
        return look.Messages.LastOrDefault(m => m.Identity == message.Identity);
    }
}
