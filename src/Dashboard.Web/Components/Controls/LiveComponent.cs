using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Controls;

/// <summary>
/// A component that follows snapshots. It owns the subscription, the way back onto the circuit and the disposal:
/// a derived component says which connection it follows, reads the store when told of a change, and says whether what it shows changed.
/// Nothing runs while prerendering.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private ISnapshotSubscription? _subscription;
    private ConnectionId? _followed;
    private bool _isInteractive;

    [Inject]
    protected ISnapshotStore Snapshots { get; set; } = default!;

    [Inject]
    private ILogger<LiveComponent> Logger { get; set; } = default!;

    /// <summary>The connection whose changes matter; null for all of them.</summary>
    protected virtual ConnectionId? FollowedConnection => null;

    /// <summary>Whether the component follows snapshots at all; false leaves only the disposal token.</summary>
    protected virtual bool FollowsSnapshots => true;

    /// <summary>Cancelled when the component goes.</summary>
    protected CancellationToken Disposed => _disposal.Token;

    /// <summary>
    /// Called on the circuit after snapshots changed. Read the store and compare; true has the component render again.
    /// </summary>
    protected virtual bool OnSnapshotChanged() => true;

    /// <summary>Called once when the component has a live circuit: the place for script calls and further loops (<see cref="Follow"/>).</summary>
    protected virtual Task OnInteractiveAsync() => Task.CompletedTask;

    /// <summary>Called once on disposal, before the base class is done; script objects go here. Disconnected circuits are handled.</summary>
    protected virtual ValueTask OnDisposeAsync() => ValueTask.CompletedTask;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            Resubscribe();
            return;
        }

        _isInteractive = true;
        Resubscribe();
        await ScriptCalls.QuietlyAsync(OnInteractiveAsync);
    }

    /// <summary>
    /// Runs a loop of its own until the component goes, for other sources of change (jobs for one). <paramref name="next"/> waits for a
    /// change and answers false to end; <paramref name="onChange"/> runs on the circuit and says whether to render.
    /// </summary>
    protected void Follow(Func<CancellationToken, Task<bool>> next, Func<bool> onChange) => _ = FollowAsync(next, onChange);

    public async ValueTask DisposeAsync()
    {
        if (_disposal.IsCancellationRequested)
            return;
        await _disposal.CancelAsync();
        _subscription?.Dispose();
        await ScriptCalls.QuietlyAsync(() => OnDisposeAsync().AsTask());
        _disposal.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Resubscribe()
    {
        if (!_isInteractive || !FollowsSnapshots || _disposal.IsCancellationRequested)
            return;
        if (_subscription is not null && _followed == FollowedConnection)
            return;
        _subscription?.Dispose();
        _followed = FollowedConnection;
        var subscription = Snapshots.Subscribe(_followed);
        _subscription = subscription;
        Follow(async token => await subscription.WaitForChangeAsync(token), OnSnapshotChanged);
    }

    private async Task FollowAsync(Func<CancellationToken, Task<bool>> next, Func<bool> onChange)
    {
        var token = _disposal.Token;
        try
        {
            while (await next(token))
            {
                await InvokeAsync(() =>
                {
                    if (!token.IsCancellationRequested && onChange())
                        StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
        catch (ObjectDisposedException) when (token.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            // Shown by the error boundary of the page rather than lost in an unobserved task.
            ComponentLog.FollowingFailed(Logger, GetType().Name, exception);
            await DispatchExceptionAsync(exception);
        }
    }
}
