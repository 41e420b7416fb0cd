using System.Globalization;
using Dashboard.Core.Model;

namespace Dashboard.Web.Components.Messages;

/// <summary>Addresses of messages, relative to the application's base. Names and identities are escaped, whatever they hold.</summary>
public static class MessageLinks
{
    /// <summary>The page of one message, found again by its identity (or its offset, where that is exact).</summary>
    /// <param name="message">The message.</param>
    /// <param name="searchFirst">How many messages the page reads to find it again.</param>
    public static string Page(MessageEnvelope message, int searchFirst)
        => $"message?{Destination(message.Source)}&id={Uri.EscapeDataString(message.Identity.Fingerprint)}"
            + (message.Identity.MessageId is { } id ? $"&mid={Uri.EscapeDataString(id)}" : "")
            + $"&at={message.Position.ToString(CultureInfo.InvariantCulture)}&first={searchFirst.ToString(CultureInfo.InvariantCulture)}";

    private static string Destination(DestinationRef destination)
        => $"c={Uri.EscapeDataString(destination.Connection.Value)}&kind={Uri.EscapeDataString(destination.Kind)}"
            + $"&scope={Uri.EscapeDataString(destination.Scope)}&name={Uri.EscapeDataString(destination.Name)}";
}
