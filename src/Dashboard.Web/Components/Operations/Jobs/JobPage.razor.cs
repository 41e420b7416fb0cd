using System.Globalization;
using Dashboard.Core.Access;
using Dashboard.Core.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations.Jobs;

/// <summary>One job: where its messages are, what happened, what can be done. Reads the same after a restart.</summary>
public sealed partial class JobPage
{
    private Job? _job;
    private bool _isMissing;
    private long _version;
    private IReadOnlyList<JobEvent> _timeline = [];
    private bool _mayControl;
    private string? _controlReason;
    private bool _isControlling;
    private bool _isRestoring;
    private string? _limitText;
    private Fault? _fault;
    private string? _shownId;

    [Parameter]
    public string JobId { get; set; } = "";

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJobBoard Board { get; set; } = default!;

    [Inject]
    private IOperations Operations { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private IAccessGate Gate { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    protected override bool FollowsSnapshots => false;

    private IEnumerable<JobControl> Controls => _job switch
    {
        // The rest of many objects, after one was refused.
        { State: JobState.Failed, Intent.Changes.Count: > 1 } failed when failed.Accounting.Remaining > failed.Accounting.Held => [JobControl.Resume],
        { IsEnded: true, State: not JobState.Failed } or null => [],
        { State: JobState.Failed } => [],
        { State: JobState.Paused or JobState.Interrupted } => [JobControl.Resume, JobControl.Cancel],
        { State: JobState.Running or JobState.Queued } => [JobControl.Pause, JobControl.Cancel],
        { State: JobState.Pausing or JobState.Planned } => [JobControl.Cancel],
        _ => [],
    };

    protected override async Task OnParametersSetAsync()
    {
        if (_shownId == JobId)
            return;
        _shownId = JobId;
        (_job, _isMissing, _fault, _limitText) = (null, false, null, null);
        await ReadAsync();
        await ReadRightsAsync();
    }

    protected override Task OnInteractiveAsync()
    {
        // The link behind Undo. Not while prerendering: the dialog's plan asks the broker.
        if (PageAddress.Of(Navigation)["restore"] == "1" && _job is { HasArchive: true } && _mayControl)
        {
            _isRestoring = true;
            StateHasChanged();
        }

        Follow(
            async token =>
            {
                _version = await Board.WaitForChangeAsync(_version, token);
                await InvokeAsync(ReadAsync);
                return true;
            },
            () => true);
        return Task.CompletedTask;
    }

    private async Task ReadRightsAsync()
    {
        try
        {
            var permission = OperationWords.PermissionFor(_job?.Intent.Kind ?? OperationKind.Move);
            _mayControl = Gate.Allows(await CurrentActor.GetAsync(), permission);
            _controlReason = _mayControl ? null : $"Needs the right {permission}: a role of {RolePermissions.LeastRoleFor(permission)} or higher.";
        }
        catch (AccessDeniedException)
        {
            (_mayControl, _controlReason) = (false, "You are not signed in any more.");
        }
    }

    private async Task ReadAsync()
    {
        var id = JobId;
        var job = await Board.FindAsync(id, Disposed);
        var timeline = job is null ? [] : await Board.TimelineAsync(id, Disposed);
        if (id != JobId)
            return;
        (_job, _timeline, _isMissing) = (job, timeline, job is null);
    }

    private static string IconOf(JobControl control) => control switch
    {
        JobControl.Pause => "freeze",
        JobControl.Resume => "play",
        _ => "stop",
    };

    private Task ControlAsync(JobControl control) => _mayControl
        ? DoAsync(actor => control switch
        {
            JobControl.Pause => Operations.PauseAsync(actor, JobId, Disposed),
            JobControl.Resume => Operations.ResumeAsync(actor, JobId, Disposed),
            _ => Operations.CancelAsync(actor, JobId, Disposed),
        })
        : Task.CompletedTask;

    private Task LimitAsync()
    {
        double? limit = double.TryParse(_limitText, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate : null;
        return DoAsync(actor => Operations.LimitRateAsync(actor, JobId, limit, Disposed));
    }

    private void OpenRestore() => _isRestoring = _mayControl;

    private async Task DoAsync(Func<Actor, Task> act)
    {
        _isControlling = true;
        _fault = null;
        try
        {
            await act(await CurrentActor.GetAsync());
        }
        catch (OperationCanceledException) when (Disposed.IsCancellationRequested)
        {
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _fault = fault;
        }
        finally
        {
            _isControlling = false;
        }

        await ReadAsync();
    }

    private enum JobControl
    {
        Pause,
        Resume,
        Cancel,
    }
}
