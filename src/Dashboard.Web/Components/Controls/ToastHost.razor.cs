using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls;

public sealed partial class ToastHost
{
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(8);
    private readonly CancellationTokenSource _disposal = new();
    private readonly HashSet<int> _timed = [];

    public void Dispose()
    {
        Toasts.Changed -= OnChanged;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    protected override void OnInitialized() => Toasts.Changed += OnChanged;

    private void OnChanged() => _ = InvokeAsync(() =>
    {
        foreach (var toast in Toasts.Shown)
        {
            if (toast.Tone != Tone.Bad && _timed.Add(toast.Id))
                _ = CloseLaterAsync(toast.Id, _disposal.Token);
        }

        StateHasChanged();
    });

    private async Task CloseLaterAsync(int id, CancellationToken token)
    {
        try
        {
            await Task.Delay(Stay, Time, token);
            Toasts.Close(id);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
    }

    private async Task RunAsync(Toast toast)
    {
        Toasts.Close(toast.Id);
        if (toast.Action is not null)
            await toast.Action();
    }
}
