using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Web.Components.Messages;

/// <summary>Looks at one place of a log.</summary>
internal static class MessagePlace
{
    /// <summary>The request, for this position alone.</summary>
    /// <param name="request">What is wanted of the message.</param>
    /// <param name="position">Its position, as its envelope tells it.</param>
    /// <param name="hasPartitions">The position is a packed <see cref="LogPosition"/>.</param>
    public static BrowseRequest At(this BrowseRequest request, long position, bool hasPartitions)
    {
        if (!hasPartitions)
            return request with { Count = 1, Start = new BrowseStart(Offset: position) };
        var place = LogPosition.Unpack(position);

        // A message that can be linked to was seen, whatever became of its transaction.
        return request with { Count = 1, Partition = place.Partition, Start = new BrowseStart(Offset: place.Offset), ReadsUncommitted = true };
    }

    /// <summary>The position as people read it: <c>3:1042</c> where there are partitions.</summary>
    public static string Words(MessageEnvelope message) => Words(message.Position, message.Partition is not null);

    /// <summary>The same for a position whose message is not at hand.</summary>
    public static string Words(long position, bool hasPartitions) => hasPartitions ? Words(LogPosition.Unpack(position)) : Figures.Exact(position);

    public static string Words(LogPosition place) => $"{place.Partition}:{Figures.Exact(place.Offset)}";
}
