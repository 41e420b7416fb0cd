using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations.Jobs;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations;

/// <summary>
/// Purges one destination or several, each with a plan, a confirmation and a job of its own. Figures are asked again every ten seconds while
/// the dialog is open.
/// </summary>
public sealed partial class PurgeDialog : IDisposable
{
    private static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(10);
    private readonly string _id = "u" + Guid.NewGuid().ToString("N")[..8];
    private IReadOnlyList<Part> _parts = [];
    private bool _wasOpen;
    private bool _archive = true;
    private bool _onlyFirst;
    private long? _first = 100;
    private UpTo _upTo;
    private long? _offset;
    private int? _partition;
    private DateTime? _before;
    private bool _isSubmitting;
    private ITimer? _refresh;

    [Parameter]
    public bool IsOpen { get; set; }

    [Parameter]
    public EventCallback<bool> IsOpenChanged { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<DestinationRef> Destinations { get; set; } = [];

    [Inject]
    private IOperations Operations { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private JobNotices Notices { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IConnectionRegistry Connections { get; set; } = default!;

    private bool IsLog => Destinations.Count > 0 && Connections.Find(Destinations[0].Connection)?.Find<ILogPurger>() is not null;

    private PurgeBound? Bound => (_upTo, _offset, _before) switch
    {
        (UpTo.End, _, _) => new PurgeBound(_partition),
        (UpTo.Offset, { } offset, _) => new PurgeBound(_partition, Offset: offset),
        (UpTo.Time, _, { } before) => new PurgeBound(_partition, Before: new DateTimeOffset(DateTime.SpecifyKind(before, DateTimeKind.Utc))),
        _ => null,
    };

    private string Title => Destinations.Count == 1 ? $"Purge {Destinations[0].Describe()}" : $"Purge {Destinations.Count} {(Destinations.Count == 0 ? "queue" : Destinations[0].Kind)}s";

    private IEnumerable<Part> Waiting => _parts.Where(part => part.Job is null);

    // A queue that is refused keeps none of the others from being purged.
    private IEnumerable<Part> Ready => Waiting.Where(part => part.Session.Plan is { Refusal: null });

    private bool CanConfirm => !_isSubmitting && Ready.Any() && Ready.All(part => part.Session.CanConfirm(part.Typed));

    private string ConfirmLabel
    {
        get
        {
            var ready = Ready.ToList();
            if (ready.Count == 0)
                return "Purge";
            if (_parts.Count == 1)
                return ready[0].Session.Plan!.ConfirmLabel;
            var known = ready.All(part => part.Session.Plan!.Messages.IsAvailable);
            var places = Figures.Plural(ready.Count, Destinations[0].Kind);
            return known ? $"Purge {Figures.Plural(ready.Sum(part => part.Session.Plan!.Messages.Value), "message")} of {places}" : $"Purge {places}";
        }
    }

    public void Dispose()
    {
        _refresh?.Dispose();
        foreach (var part in _parts)
            part.Session.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (IsOpen == _wasOpen)
            return;
        _wasOpen = IsOpen;
        Dispose();
        (_parts, _refresh) = ([], null);
        if (!IsOpen)
            return;
        (_archive, _onlyFirst, _first, _isSubmitting) = (true, false, 100, false);
        (_upTo, _offset, _partition, _before) = (UpTo.End, null, null, null);
        _parts = [.. Destinations.Select(d => new Part(d, new PlanSession(Operations, CurrentActor, Changed)))];
        _refresh = Time.CreateTimer(_ => _ = InvokeAsync(RefreshAsync), null, RefreshPeriod, RefreshPeriod);
        await PlanAllAsync();
    }

    private void Changed() => _ = InvokeAsync(StateHasChanged);

    private async Task PlanAllAsync()
    {
        // One after the other: a hundred queues must not ask the broker a hundred questions at once.
        foreach (var part in _parts)
            await PlanAsync(part);
    }

    private Task PlanAsync(Part part) => part.Session.PlanAsync(IntentFor(part.Destination));

    private async Task RefreshAsync()
    {
        if (_isSubmitting)
            return;
        foreach (var part in Waiting.ToList())
            await part.Session.RefreshAsync();
    }

    private OperationIntent? IntentFor(DestinationRef destination)
    {
        MessageSelection? selection = IsLog ? Bound is { } bound ? new MessagesBefore(bound) : null
            : !_onlyFirst || Destinations.Count > 1 ? new AllMessages() : _first is > 0 ? new FirstMessages(_first.Value) : null;
        return selection is null
            ? null
            : new OperationIntent
            {
                Kind = OperationKind.Purge,
                Connection = destination.Connection,
                Source = destination,
                Selection = selection,
                Options = new OperationOptions { ArchiveFirst = _archive },
            };
    }

    private Task OnArchiveAsync(ChangeEventArgs input)
    {
        _archive = input.Value is true;
        return PlanAllAsync();
    }

    private Task ChooseAsync(bool onlyFirst)
    {
        _onlyFirst = onlyFirst;
        return PlanAllAsync();
    }

    private Task ChooseAsync(UpTo upTo)
    {
        _upTo = upTo;
        return PlanAllAsync();
    }

    private Task OnOffsetAsync(ChangeEventArgs input)
    {
        (_upTo, _offset) = (UpTo.Offset, long.TryParse(input.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : null);
        return PlanSoonAsync();
    }

    private Task OnPartitionAsync(ChangeEventArgs input)
    {
        // A number that is no partition is for the plan to refuse: it must not become "all".
        _partition = int.TryParse(input.Value as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var partition) ? partition : null;
        return PlanSoonAsync();
    }

    private Task OnTimeAsync(ChangeEventArgs input)
    {
        (_upTo, _before) = (UpTo.Time, DateTime.TryParse(input.Value as string, CultureInfo.InvariantCulture, out var before) ? before : null);
        return PlanAllAsync();
    }

    private async Task PlanSoonAsync()
    {
        foreach (var part in _parts)
            await part.Session.PlanAsync(IntentFor(part.Destination), TimeSpan.FromMilliseconds(350));
    }

    private async Task OnFirstAsync(ChangeEventArgs input)
    {
        _first = long.TryParse(input.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
        _onlyFirst = true;
        await PlanSoonAsync();
    }

    private Task CloseAsync() => IsOpenChanged.InvokeAsync(false);

    private async Task ConfirmAsync()
    {
        _isSubmitting = true;
        try
        {
            foreach (var part in Ready.ToList())
            {
                part.Job = await part.Session.SubmitAsync(part.Typed);
                if (part.Job is not null)
                    Notices.Announce(part.Job);
            }
        }
        finally
        {
            _isSubmitting = false;
        }

        // What was refused stays on the screen with its reason.
        if (_parts.All(part => part.Job is not null))
            await CloseAsync();
    }

    /// <summary>How far a purge of a log goes.</summary>
    private enum UpTo
    {
        End,
        Offset,
        Time,
    }

    private sealed class Part(DestinationRef destination, PlanSession session)
    {
        public DestinationRef Destination => destination;

        public PlanSession Session => session;

        public string Typed { get; set; } = "";

        public Job? Job { get; set; }
    }
}
