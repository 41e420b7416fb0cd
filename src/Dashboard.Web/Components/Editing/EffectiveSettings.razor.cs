using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Operations;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Editing;

/// <summary>Reads once when it is shown and again when asked: a person looks at it, the broker is not polled for it.</summary>
public sealed partial class EffectiveSettings : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private IReadOnlyList<EffectiveSetting>? _settings;
    private Fault? _fault;
    private bool _isGone;
    private bool _isReading;

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public string SectionId { get; set; } = "";

    [Parameter, EditorRequired]
    public RowKey Key { get; set; }

    [Inject]
    private IObjectEditing Editing { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        (_isReading, _fault) = (true, null);
        try
        {
            _settings = await Editing.ExplainAsync(await CurrentActor.GetAsync(), Connection, SectionId, Key, _disposal.Token);
            _isGone = _settings is null;
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
            _isReading = false;
        }
    }
}
