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

    /// <summary>
    /// What is added to the address of a log's messages, so that they are looked at from a place on and what stands there is opened. Nobody knows yet what that
    /// is: a link to a message that was seen has its fingerprint.
    /// </summary>
    public static string LookAt(LogPosition place)
        => string.Create(CultureInfo.InvariantCulture, $"&count=10&partition={place.Partition}&from={place.Offset}&message={Uri.EscapeDataString(place.ToString())}");

    /// <summary>The page of one message with a form opened over it. The body is not in the address: it is read again.</summary>
    /// <param name="message">The message.</param>
    /// <param name="form">Which form.</param>
    /// <param name="searchFirst">How many messages the page reads to find it again.</param>
    public static string Form(MessageEnvelope message, MessageForm form, int searchFirst)
        => $"{Page(message, searchFirst)}&do={(form == MessageForm.Edit ? "edit" : "publish")}";

    /// <summary>The page that compares two messages of one destination.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <param name="searchFirst">How many messages the page reads to find them again.</param>
    public static string Compare(MessageEnvelope left, MessageEnvelope right, int searchFirst)
        => $"message/compare?{Destination(left.Source)}&a={Uri.EscapeDataString(left.Identity.Fingerprint)}&b={Uri.EscapeDataString(right.Identity.Fingerprint)}"
            + $"&at={left.Position.ToString(CultureInfo.InvariantCulture)}&bt={right.Position.ToString(CultureInfo.InvariantCulture)}&first={searchFirst.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The form that an address asks for; null for none.</summary>
    public static MessageForm? FormOf(string? text) => text switch
    {
        "edit" => MessageForm.Edit,
        "publish" => MessageForm.Publish,
        _ => null,
    };

    private static string Destination(DestinationRef destination)
        => $"c={Uri.EscapeDataString(destination.Connection.Value)}&kind={Uri.EscapeDataString(destination.Kind)}"
            + $"&scope={Uri.EscapeDataString(destination.Scope)}&name={Uri.EscapeDataString(destination.Name)}";
}
