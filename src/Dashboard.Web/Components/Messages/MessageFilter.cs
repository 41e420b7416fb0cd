using Dashboard.Core.Filtering;

namespace Dashboard.Web.Components.Messages;

/// <summary>Filters over messages as they are typed.</summary>
internal static class MessageFilter
{
    /// <summary>What is wrong with the text; null when it can be used. An empty text matches everything.</summary>
    public static FilterParse? Problem(string text)
        => FilterParser.Parse(text, MessageFilterRow.Roots) is { Error: not null } parse ? parse : null;
}
