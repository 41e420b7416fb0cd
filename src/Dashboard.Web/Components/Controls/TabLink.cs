namespace Dashboard.Web.Components.Controls;

/// <summary>One tab of a <see cref="TabBar"/>.</summary>
/// <param name="Id">Its name in the URL.</param>
/// <param name="Title">Words for people.</param>
/// <param name="Href">Its own URL.</param>
/// <param name="Count">How many things are behind it; null where that is not known or makes no sense.</param>
public sealed record TabLink(string Id, string Title, string Href, long? Count = null);
