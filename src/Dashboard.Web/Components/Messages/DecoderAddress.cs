using Dashboard.Core.Decoding;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <summary>Which decoders were chosen stands in the address, so that a colleague reads the same; nothing there means that one is found.</summary>
internal static class DecoderAddress
{
    private const int MaxLength = 40;

    /// <summary>The decoder the address names for a part; null for none.</summary>
    public static string? Of(NavigationManager navigation, PayloadPart part)
        => PageAddress.Of(navigation)[NameOf(part)] is { Length: > 0 and <= MaxLength } id ? id : null;

    /// <summary>Puts a choice into the address.</summary>
    public static void Keep(NavigationManager navigation, PayloadPart part, string? decoderId)
        => navigation.NavigateTo(navigation.GetUriWithQueryParameter(NameOf(part), decoderId), replace: true);

    /// <summary>What a link to the same message has to carry along: empty, or <c>&amp;read=avro-file</c>.</summary>
    public static string Suffix(NavigationManager navigation)
        => string.Concat(Enum.GetValues<PayloadPart>().Select(part => Of(navigation, part) is { } id ? $"&{NameOf(part)}={Uri.EscapeDataString(id)}" : ""));

    private static string NameOf(PayloadPart part) => part == PayloadPart.Key ? "readkey" : "read";
}
