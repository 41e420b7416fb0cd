using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Audit;

/// <summary>The audit: search, export, and whether its chain is whole. For those who hold the right.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 100;
    private AuditChoice _choice = new();
    private Core.Audit.AuditPage? _page;
    private int _offset;
    private Fault? _fault;
    private CancellationTokenSource? _typing;
    private bool _isInteractive;

    [Inject]
    private IAuditLog Log { get; set; } = default!;

    [Inject]
    private IAccessGate Gate { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    protected override bool FollowsSnapshots => false;

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    protected override async Task OnInteractiveAsync()
    {
        _isInteractive = true;
        await ReadAsync();
        StateHasChanged();
    }

    // Typing that is still waited for ends with the page: its token is linked to the disposal.
    protected override ValueTask OnDisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        return ValueTask.CompletedTask;
    }

    private static string Of(ChangeEventArgs input) => input.Value as string ?? "";

    private static Tone ToneOf(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Succeeded => Tone.Good,
        AuditOutcome.Failed => Tone.Bad,
        AuditOutcome.Denied => Tone.Warning,
        _ => Tone.Neutral,
    };

    private async Task ReadAsync()
    {
        _choice = AuditChoice.Of(PageAddress.Of(Navigation));
        try
        {
            // A look at the audit is authorised each time; a denial of it is audited.
            await Gate.DemandAsync(await CurrentActor.GetAsync(), Permission.ViewAudit, null, "the audit", Disposed);
            _page = await Log.SearchAsync(_choice.ToSearch(_offset, PageSize), Disposed);
            _fault = null;
        }
        catch (OperationCanceledException) when (Disposed.IsCancellationRequested)
        {
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            (_fault, _page) = (fault, null);
        }
    }

    private async Task GoAsync(int offset)
    {
        _offset = Math.Max(0, offset);
        await ReadAsync();
    }

    private async Task ShowSoonAsync(AuditChoice choice)
    {
        if (_typing is not null)
            await _typing.CancelAsync();
        var own = _typing = CancellationTokenSource.CreateLinkedTokenSource(Disposed);
        try
        {
            await Task.Delay(250, own.Token);
            Show(choice);
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested)
        {
        }
    }

    private void Show(AuditChoice choice)
    {
        _offset = 0;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(choice.ToQuery()), replace: true);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(async () =>
    {
        if (!_isInteractive || PageAddress.Of(Navigation).First != "audit")
            return;
        await ReadAsync();
        StateHasChanged();
    });
}
