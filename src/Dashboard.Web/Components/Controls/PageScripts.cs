using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Controls;

/// <summary>The few calls from the server into <c>js/shell.js</c>. Scoped; the module is there from the first page on.</summary>
public sealed class PageScripts(IJSRuntime scripts)
{
    /// <summary>Shows a dialog as modal; Esc calls back <c>RequestCloseAsync</c>.</summary>
    public ValueTask OpenDialogAsync<T>(ElementReference dialog, DotNetObjectReference<T> owner)
        where T : class => scripts.InvokeVoidAsync("dashboard.openDialog", dialog, owner);

    /// <summary>Gives the focus back to what had it before the last dialog.</summary>
    public ValueTask RestoreFocusAsync() => scripts.InvokeVoidAsync("dashboard.restoreFocus");

    public ValueTask FocusAsync(string selector) => scripts.InvokeVoidAsync("dashboard.focus", selector);

    /// <summary>Remembers a choice of this browser that the server needs at the first request.</summary>
    public ValueTask SetCookieAsync(string name, string value) => scripts.InvokeVoidAsync("dashboard.setCookie", name, value);

    public ValueTask SetThemeAsync(string theme) => scripts.InvokeVoidAsync("dashboard.setTheme", theme);

    /// <summary>What this browser remembers under the name; null for nothing.</summary>
    public ValueTask<string?> RecallAsync(string name) => scripts.InvokeAsync<string?>("dashboard.recall", name);

    /// <summary>Has this browser remember something; null forgets.</summary>
    public ValueTask RememberAsync(string name, string? value) => scripts.InvokeVoidAsync("dashboard.remember", name, value);

    /// <summary>Hands the browser a file.</summary>
    public async ValueTask DownloadAsync(string fileName, string mediaType, Stream content)
    {
        using var reference = new DotNetStreamReference(content);
        await scripts.InvokeVoidAsync("dashboard.download", fileName, mediaType, reference);
    }

    /// <summary>Lets the script of a list report dragged column edges and heads.</summary>
    public ValueTask AttachGridAsync<T>(ElementReference frame, DotNetObjectReference<T> owner)
        where T : class => scripts.InvokeVoidAsync("dashboard.attachGrid", frame, owner);

    public ValueTask<IJSObjectReference> ImportAsync(string path) => scripts.InvokeAsync<IJSObjectReference>("import", path);
}
