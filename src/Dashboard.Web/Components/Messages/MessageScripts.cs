using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Messages;

/// <summary>The few script calls of message views, in <c>js/messages.js</c>. Scoped.</summary>
public sealed class MessageScripts(PageScripts scripts, IJSRuntime runtime)
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Scrolls inside an element so that the given height is in its middle.</summary>
    public async ValueTask ScrollToAsync(ElementReference element, double top)
        => await (await ModuleAsync()).InvokeVoidAsync("scrollTo", element, top);

    /// <summary>Puts a text into the clipboard. The click that asked for it must be recent.</summary>
    public async ValueTask CopyAsync(string text) => await (await ModuleAsync()).InvokeVoidAsync("copy", text);

    public ValueTask DownloadAsync(string fileName, string mediaType, Stream content) => scripts.DownloadAsync(fileName, mediaType, content);

    // Never disposed by itself: the module goes with the circuit's page.
    private Task<IJSObjectReference> ModuleAsync() => _module ??= runtime.InvokeAsync<IJSObjectReference>("import", "./js/messages.js").AsTask();
}
