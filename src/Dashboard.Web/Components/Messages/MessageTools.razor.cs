using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Operations;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <summary>Opens the forms that begin with one message. A body that was read in part is read whole first, by an audited look.</summary>
public sealed partial class MessageTools : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private MessageEnvelope? _whole;
    private MessageForm? _open;
    private MessageForm _wanted;
    private Fault? _fault;
    private string? _gone;
    private bool _isReading;
    private bool _hasStarted;

    [Parameter, EditorRequired]
    public MessageEnvelope Message { get; set; } = default!;

    /// <summary>It stands on a log: nothing can be taken from there.</summary>
    [Parameter]
    public bool IsLog { get; set; }

    /// <summary>A form that opens by itself, because the address asks for it.</summary>
    [Parameter]
    public MessageForm? Start { get; set; }

    /// <summary>How many messages a link reads to find this one again.</summary>
    [Parameter]
    public int SearchFirst { get; set; } = 100;

    [Inject]
    private IMessageReading Reading { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string? HiddenReason => Message.Masked is { Count: > 0 }
        ? $"Parts of this message are hidden from you, so it can be neither edited nor published again in your name: that needs the right {Permission.ReadMaskedFields}. Moving or replaying it as it is keeps every byte."
        : null;

    public void Dispose()
    {
        if (_disposal.IsCancellationRequested)
            return;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_whole is not null && _open is null && _whole.Identity != Message.Identity)
            (_whole, _gone, _fault) = (null, null, null);
        if (Start is not { } form || _hasStarted || HiddenReason is not null)
            return;
        _hasStarted = true;
        await OpenAsync(form);
    }

    private string LinkTo(MessageForm form) => Navigation.ToAbsoluteUri(MessageLinks.Form(Message, form, SearchFirst)).AbsoluteUri;

    private Task RetryAsync() => OpenAsync(_wanted);

    private async Task OpenAsync(MessageForm form)
    {
        (_wanted, _gone, _fault) = (form, null, null);
        if (Message.IsBodyTruncated)
            _whole = await ReadWholeAsync();
        else
            _whole = Message;
        if (_whole is not null)
            _open = form;
    }

    private async Task<MessageEnvelope?> ReadWholeAsync()
    {
        _isReading = true;
        StateHasChanged();
        try
        {
            var whole = await WholeMessage.ReadAsync(Reading, await CurrentActor.GetAsync(), Message, IsLog, _disposal.Token);
            if (whole is null or { IsBodyTruncated: true })
                _gone = whole is null ? "The message is not in its place any more: its body cannot be read whole." : "The body is too large to be brought into a form; move or replay the message as it is.";
            return whole is { IsBodyTruncated: false } ? whole : null;
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _fault = fault;
            return null;
        }
        finally
        {
            _isReading = false;
        }
    }

    private void Close(bool isOpen)
    {
        if (!isOpen)
            _open = null;
    }
}
