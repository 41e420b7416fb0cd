using Dashboard.Core.Filtering;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components.Messages;

/// <summary>The field for a filter of the common grammar (<c>docs/filter.md</c>).</summary>
public sealed partial class FilterBox
{
    [Parameter]
    public string Id { get; set; } = "f" + Guid.NewGuid().ToString("N")[..8];

    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>Enter was pressed on a filter that can be used.</summary>
    [Parameter]
    public EventCallback OnEnter { get; set; }

    [Parameter]
    public string Placeholder { get; set; } = "Filter: header.x-tenant = \"eu\" and size > 10KiB";

    /// <summary>The key that brings the focus here; null for none.</summary>
    [Parameter]
    public string? Key { get; set; }

    // What is wrong with the text; null when it can be used.
    private FilterParse? Error { get; set; }

    protected override void OnParametersSet() => Error = MessageFilter.Problem(Value);

    private async Task OnInputAsync(ChangeEventArgs input) => await ValueChanged.InvokeAsync(input.Value as string ?? "");

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Enter" && Error is null)
            await OnEnter.InvokeAsync();
    }
}
