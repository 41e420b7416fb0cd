using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Controls;

/// <summary>
/// Focus starts on the element with <c>data-autofocus</c> (the Cancel button of a dialog that changes things), else on the first field.
/// Esc and the close button ask to close; the owner answers by setting <see cref="IsOpen"/>.
/// </summary>
public sealed partial class Modal : IAsyncDisposable
{
    private readonly string _titleId = "m" + Guid.NewGuid().ToString("N");
    private ElementReference _element;
    private DotNetObjectReference<Modal>? _self;
    private bool _isShown;

    [Parameter]
    public bool IsOpen { get; set; }

    [Parameter]
    public EventCallback<bool> IsOpenChanged { get; set; }

    /// <summary>Verb and object: "Purge orders".</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Further classes; <c>wide</c> for forms.</summary>
    [Parameter]
    public string Class { get; set; } = "";

    /// <summary>False keeps Esc from closing, while something is under way.</summary>
    [Parameter]
    public bool CanClose { get; set; } = true;

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter]
    public RenderFragment? Footer { get; set; }

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    /// <summary>Called by the script on Esc.</summary>
    [JSInvokable]
    public Task RequestCloseAsync() => CloseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_isShown)
            await ScriptCalls.QuietlyAsync(() => Scripts.RestoreFocusAsync().AsTask());
        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (IsOpen == _isShown)
            return;
        _isShown = IsOpen;
        if (IsOpen)
        {
            _self ??= DotNetObjectReference.Create(this);
            await ScriptCalls.QuietlyAsync(() => Scripts.OpenDialogAsync(_element, _self).AsTask());
        }
        else
        {
            await ScriptCalls.QuietlyAsync(() => Scripts.RestoreFocusAsync().AsTask());
        }
    }

    private async Task CloseAsync()
    {
        if (CanClose)
            await IsOpenChanged.InvokeAsync(false);
    }
}
