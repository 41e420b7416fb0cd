using System.Text.Json;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Editing;

/// <summary>
/// One action on objects: its form, its live plan, its confirmation. A single change is followed to its end, so that what the broker refuses can
/// be put right in the form.
/// </summary>
public sealed partial class ObjectDialog
{
    /// <summary>After this long a job is left to its page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private FormDraft? _draft;
    private IReadOnlyList<FieldMistake> _mistakes = [];
    private IReadOnlyDictionary<string, JsonElement> _values = ObjectChange.NoValues;
    private Fault? _readFault;
    private Job? _ended;
    private bool _isReading;
    private bool _isGone;
    private bool _isRunning;

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public ObjectKind Kind { get; set; } = default!;

    [Parameter, EditorRequired]
    public ObjectAction Action { get; set; } = default!;

    /// <summary>The objects; none for a creation.</summary>
    [Parameter]
    public IReadOnlyList<RowKey> Keys { get; set; } = [];

    /// <summary>What the form of a creation begins with.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, JsonElement>? Given { get; set; }

    /// <summary>Told when the change was done.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    private IObjectEditing Editing { get; set; } = default!;

    [Inject]
    private ISnapshotStore Snapshots { get; set; } = default!;

    [Inject]
    private IJobBoard Board { get; set; } = default!;

    [Inject]
    private IPollControl Polls { get; set; } = default!;

    protected override OperationIntent? Intent => _draft is null || _mistakes.Count > 0
        ? null
        : new OperationIntent { Kind = EditingWords.KindOf(Action.Verb), Connection = Connection, Changes = Changes };

    private bool IsBusy => _isRunning || Session?.IsSubmitting == true;

    private bool IsDanger => Action.Verb is ChangeVerb.Delete or ChangeVerb.Close or ChangeVerb.Purge;

    private string Title => Keys switch
    {
        [] => Action.Label,
        [var key] => $"{Action.Word ?? EditingWords.VerbOf(Action.Verb)} {Editing.NameOf(Connection, ChangeOf(key))}",
        _ => $"{Action.Word ?? EditingWords.VerbOf(Action.Verb)} {Figures.Plural(Keys.Count, Kind.Singular)}",
    };

    private IReadOnlyList<ObjectChange> Changes => Keys.Count == 0 ? [ChangeOf(null)] : [.. Keys.Select(key => ChangeOf(key))];

    private IEnumerable<FieldMistake> GeneralMistakes => _mistakes.Where(mistake => mistake.FieldId is null || _draft!.Fields.All(one => one.Id != mistake.FieldId));

    private string? Missing
    {
        get
        {
            var open = _draft!.Fields.Where(one => _mistakes.Any(mistake => mistake.FieldId == one.Id)).Select(one => one.Title).ToList();
            return open.Count == 0 ? null : $"To be filled in or put right: {string.Join(", ", open)}.";
        }
    }

    protected override void Start()
    {
        (_readFault, _ended, _isGone, _isRunning, _mistakes) = (null, null, false, false, []);
        _draft = Action.Verb == ChangeVerb.Edit ? null : new FormDraft(Action.Fields, Given);
        Check();
    }

    protected override async Task OnParametersSetAsync()
    {
        var wasOpen = Session is not null;
        if (IsOpen && !wasOpen && Action.Verb == ChangeVerb.Edit)
            _isReading = true;
        await base.OnParametersSetAsync();
        if (IsOpen && !wasOpen && Action.Verb == ChangeVerb.Edit)
            await ReadAsync();
    }

    private async Task ReadAsync()
    {
        (_isReading, _readFault) = (true, null);
        try
        {
            var values = await Editing.ReadAsync(await CurrentActor.GetAsync(), Connection, Kind.Id, Keys[0], CancellationToken.None);
            _isGone = values is null;
            _draft = new FormDraft(Action.Fields, values);
            Check();
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _readFault = fault;
        }
        finally
        {
            _isReading = false;
        }

        if (!_isGone && _readFault is null)
            await ReplanAsync();
    }

    private Task OnChangedAsync()
    {
        _ended = null;
        Check();
        return ReplanSoonAsync();
    }

    private void Check()
    {
        if (_draft is null)
            return;
        _values = _draft.Values(out var typing);
        // One change stands for all: their fields are the same.
        _mistakes = [.. typing, .. Editing.Check(Connection, ChangeOf(Keys.Count > 0 ? Keys[0] : null)).Where(one => typing.All(mistake => mistake.FieldId != one.FieldId))];
    }

    private ObjectChange ChangeOf(RowKey? key) => new() { Verb = Action.Verb, Kind = Kind.Id, Key = key, Values = _values };

    private async Task DoAsync()
    {
        if (Session is null || await Session.SubmitAsync(Typed) is not { } job)
            return;
        if (Keys.Count > 1)
        {
            Notices.Announce(job);
            await EndAsync();
            return;
        }

        _isRunning = true;
        var ended = await FollowAsync(job);
        _isRunning = false;
        if (ended is { State: JobState.Failed })
        {
            (_ended, Typed) = (ended, "");
            await ReplanAsync();
            return;
        }

        Notices.Announce(ended);
        await EndAsync();
    }

    private async Task EndAsync()
    {
        Polls.RefreshNow(Connection);
        await CloseAsync();
        await OnDone.InvokeAsync();
    }

    private async Task<Job> FollowAsync(Job job)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            for (long version = 0; !job.IsEnded; version = await Board.WaitForChangeAsync(version, patience.Token))
                job = await Board.FindAsync(job.Id, patience.Token) ?? job;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // It goes on; its page tells.
        }

        return job;
    }

    private IReadOnlyList<string> NamesFor(FormField field)
    {
        if (field.Reference is not { } reference || Snapshots.Find(Connection)?.Section(reference.SectionId)?.Table is not { } table)
            return [];
        var scope = reference.ScopeField is { } scopeField ? _values.Text(scopeField) : null;
        var scopes = scope is not null && table.Definition.ScopeColumn is { } column ? table[column] : null;
        var names = table[table.Definition.NameColumn];
        return [.. Enumerable.Range(0, table.RowCount)
            .Where(row => scopes is null || scopes.TextAt(row) == scope)
            .Select(row => names.TextAt(row) ?? "")
            .Where(name => name.Length > 0)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Take(500)];
    }
}
