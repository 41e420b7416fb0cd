using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Web.Components.Controls;

/// <summary>An icon of the built-in set, drawn as one inline path in the colour of the text around it. An unknown name draws a dot.</summary>
public sealed class Icon : ComponentBase
{
    /// <summary>A name of <see cref="IconPaths"/>.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "dot";

    /// <summary>Read aloud in place of the icon; null or empty where a word stands beside it, or nothing is to be said.</summary>
    [Parameter]
    public string? Label { get; set; }

    /// <summary>Pixels.</summary>
    [Parameter]
    public int Size { get; set; } = 16;

    [Parameter]
    public string? Class { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", Class is null ? "icon" : "icon " + Class);
        builder.AddAttribute(2, "width", Size);
        builder.AddAttribute(3, "height", Size);
        builder.AddAttribute(4, "viewBox", "0 0 24 24");
        builder.AddAttribute(5, "focusable", "false");
        if (string.IsNullOrEmpty(Label))
        {
            builder.AddAttribute(6, "aria-hidden", "true");
        }
        else
        {
            builder.AddAttribute(7, "role", "img");
            builder.AddAttribute(8, "aria-label", Label);
        }

        builder.OpenElement(9, "path");
        builder.AddAttribute(10, "d", IconPaths.Find(Name));
        builder.CloseElement();
        builder.CloseElement();
    }
}
