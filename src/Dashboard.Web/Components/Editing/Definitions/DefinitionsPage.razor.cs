using System.Text;
using Dashboard.Core.Access;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Web.Components.Editing.Definitions;

/// <summary>Definitions of one connection: out as a file, in by a comparison and an operation of chosen objects.</summary>
public sealed partial class DefinitionsPage : IDisposable
{
    private const long MaxFileBytes = 20_000_000;

    private readonly CancellationTokenSource _disposal = new();
    private readonly HashSet<DefinitionState> _shown = [DefinitionState.New, DefinitionState.Changed];
    private readonly HashSet<DefinitionItem> _chosen = [];
    private Core.Model.ConnectionInfo? _connection;
    private (string Extension, string MediaType)? _format;
    private IReadOnlyList<string> _scopes = [];
    private IReadOnlyList<DefinitionItem>? _items;
    private IReadOnlyList<ObjectChange> _changes = [];
    private string _scope = "";
    private string _fileName = "";
    private bool _withSecrets;
    private bool _isBusy;
    private bool _isPlanning;
    private bool _canApply;
    private Fault? _fault;

    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private IDefinitionExchange Definitions { get; set; } = default!;

    [Inject]
    private ISnapshotStore Snapshots { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private IAccessGate Gate { get; set; } = default!;

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private IEnumerable<DefinitionItem> Appliable => (_items ?? []).Where(item => item.Change is not null);

    private List<DefinitionItem> Shown => [.. (_items ?? []).Where(item => _shown.Contains(item.State))];

    private string Summary => string.Join(", ", Enum.GetValues<DefinitionState>().Select(state => $"{Figures.Exact(_items!.Count(item => item.State == state))} {Word(state)}"));

    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var snapshot = Snapshots.Find(new ConnectionId(Id));
        _connection = snapshot?.Connection;
        if (_connection is null)
            return;
        _format = Definitions.FormatOf(_connection.Id);
        // Names of vhosts or databases: those that rows of any list belong to.
        _scopes = [.. snapshot!.Sections
            .Where(section => section.Table is not null && section.Definition.ScopeColumn is not null)
            .SelectMany(section => Enumerable.Range(0, section.Table!.RowCount).Select(row => section.Table[section.Definition.ScopeColumn!].TextAt(row)))
            .OfType<string>()
            .Where(name => name.Length > 0)
            .Distinct()
            .Order(StringComparer.Ordinal)];
        try
        {
            _canApply = !_connection.IsReadOnly && Gate.Allows(await CurrentActor.GetAsync(), Permission.ManageTopology);
        }
        catch (AccessDeniedException)
        {
            _canApply = false;
        }
    }

    private static string Word(DefinitionState state) => state switch
    {
        DefinitionState.New => "new",
        DefinitionState.Changed => "changed",
        DefinitionState.Same => "same",
        _ => "only here",
    };

    private static Tone ToneOf(DefinitionState state) => state switch
    {
        DefinitionState.New => Tone.Good,
        DefinitionState.Changed => Tone.Warning,
        _ => Tone.Neutral,
    };

    private Task ExportAsync() => DoAsync(async actor =>
    {
        var text = await Definitions.ExportAsync(actor, _connection!.Id, _scope.Length == 0 ? null : _scope, _withSecrets, _disposal.Token);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var name = $"{Id}-definitions-{Time.GetUtcNow():yyyyMMdd-HHmmss}.{_format!.Value.Extension}";
        await ScriptCalls.QuietlyAsync(() => Scripts.DownloadAsync(name, _format.Value.MediaType, file).AsTask());
    });

    private Task CompareAsync(InputFileChangeEventArgs input) => DoAsync(async actor =>
    {
        (_items, _fileName) = (null, input.File.Name);
        _chosen.Clear();
        if (input.File.Size > MaxFileBytes)
            throw new BrokerException("The file is larger than 20 MB and was not read.", null, "Export one virtual host at a time.");
        using var reader = new StreamReader(input.File.OpenReadStream(MaxFileBytes, _disposal.Token), Encoding.UTF8);
        var text = await reader.ReadToEndAsync(_disposal.Token);
        _items = await Definitions.CompareAsync(actor, _connection!.Id, text, _scope.Length == 0 ? null : _scope, _disposal.Token);
        ChooseAll(true);
    });

    private async Task DoAsync(Func<Actor, Task> act)
    {
        (_isBusy, _fault) = (true, null);
        try
        {
            await act(await CurrentActor.GetAsync());
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _fault = fault;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void Toggle(DefinitionState state)
    {
        if (!_shown.Remove(state))
            _shown.Add(state);
    }

    private void Choose(DefinitionItem item, bool isChosen)
    {
        if (isChosen)
            _chosen.Add(item);
        else
            _chosen.Remove(item);
    }

    private void ChooseAll(bool isChosen)
    {
        _chosen.Clear();
        if (isChosen)
            _chosen.UnionWith(Appliable);
    }

    // In the order of the comparison: what others need comes first.
    private void OpenPlan() => (_changes, _isPlanning) = ([.. Appliable.Where(_chosen.Contains).Select(item => item.Change!)], true);
}
