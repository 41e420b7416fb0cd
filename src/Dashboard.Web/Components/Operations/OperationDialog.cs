using Dashboard.Core.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Operations.Jobs;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations;

/// <summary>What the dialogs that change something have in common: a plan that follows what is chosen, and one confirmation.</summary>
public abstract class OperationDialog : ComponentBase, IDisposable
{
    /// <summary>Typing pauses this long before the broker is asked.</summary>
    protected static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(350);

    private bool _wasOpen;

    [Parameter]
    public bool IsOpen { get; set; }

    [Parameter]
    public EventCallback<bool> IsOpenChanged { get; set; }

    [Inject]
    protected IOperations Operations { get; set; } = default!;

    [Inject]
    protected ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    protected JobNotices Notices { get; set; } = default!;

    /// <summary>The plan and what is done with it; there while the dialog is open.</summary>
    protected PlanSession? Session { get; private set; }

    /// <summary>What was typed where the plan asks for it.</summary>
    protected string Typed { get; set; } = "";

    /// <summary>The choice as it stands; null while it is not complete.</summary>
    protected abstract OperationIntent? Intent { get; }

    /// <summary>Puts the form into its first state.</summary>
    protected abstract void Start();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Session?.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        if (IsOpen == _wasOpen)
            return;
        _wasOpen = IsOpen;
        Session?.Dispose();
        Session = null;
        Typed = "";
        if (!IsOpen)
            return;
        Start();
        Session = new PlanSession(Operations, CurrentActor, () => _ = InvokeAsync(StateHasChanged));
        await Session.PlanAsync(Intent);
    }

    protected Task ReplanAsync() => Session?.PlanAsync(Intent) ?? Task.CompletedTask;

    protected Task ReplanSoonAsync() => Session?.PlanAsync(Intent, TypingPause) ?? Task.CompletedTask;

    protected Task CloseAsync() => IsOpenChanged.InvokeAsync(false);

    /// <summary>Starts the job, tells it and closes; stays open with the reason when it was refused.</summary>
    protected async Task ConfirmAsync()
    {
        if (Session is null || await Session.SubmitAsync(Typed) is not { } job)
            return;
        Notices.Announce(job);
        await CloseAsync();
    }
}
