using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Controls;

/// <summary>
/// Icons that stand beside words, as markup: for what every open page shows. An <see cref="Icon"/> is a component with a render tree of its own, of some two
/// kilobytes; this is one frame in that of its place.
/// </summary>
public static class IconMarkup
{
    private static readonly ConcurrentDictionary<(string Name, int Size), MarkupString> Made = new();

    /// <summary>The icon, hidden from screen readers; an unknown name draws a dot.</summary>
    /// <param name="name">A name of <see cref="IconPaths"/>.</param>
    /// <param name="size">Pixels.</param>
    public static MarkupString Of(string name, int size = 16) => IconPaths.Has(name)
        ? Made.GetOrAdd((name, size), static icon => Make(icon.Name, icon.Size))
        : Of("dot", size);

    private static MarkupString Make(string name, int size) =>
        new($"""<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" focusable="false" aria-hidden="true"><path d="{IconPaths.Find(name)}"></path></svg>""");
}
