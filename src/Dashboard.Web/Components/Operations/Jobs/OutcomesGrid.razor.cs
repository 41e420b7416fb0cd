using Dashboard.Core.Operations;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace Dashboard.Web.Components.Operations.Jobs;

/// <summary>What became of each message of a job; rows are read from the ledger as they come onto the screen.</summary>
public sealed partial class OutcomesGrid
{
    private Virtualize<MessageOutcome>? _rows;
    private MessageOutcomeKind? _kind;
    private string _text = "";
    private long _total;
    private long _shownVersion = -1;

    /// <summary>The rows are objects of the broker, not messages.</summary>
    [Parameter]
    public bool IsAboutObjects { get; set; }

    [Parameter, EditorRequired]
    public string JobId { get; set; } = "";

    [Parameter]
    public OperationKind Operation { get; set; }

    /// <summary>Rises when the job changed: the rows are read again.</summary>
    [Parameter]
    public long Version { get; set; }

    [Inject]
    private IJobBoard Board { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_shownVersion == Version)
            return;
        _shownVersion = Version;
        await RefreshAsync();
    }

    private async ValueTask<ItemsProviderResult<MessageOutcome>> ProvideAsync(ItemsProviderRequest request)
    {
        var page = await Board.OutcomesAsync(
            JobId, new OutcomeSearch(_kind, _text.Trim(), request.StartIndex, Math.Clamp(request.Count, 1, 500)), request.CancellationToken);
        SetTotal(page.Total);
        return new ItemsProviderResult<MessageOutcome>(page.Outcomes, (int)Math.Min(page.Total, int.MaxValue));
    }

    private void SetTotal(long total)
    {
        if (_total == total)
            return;
        _total = total;
        StateHasChanged();
    }

    private Task OnKindAsync(ChangeEventArgs input)
    {
        _kind = Enum.TryParse<MessageOutcomeKind>(input.Value as string, out var kind) ? kind : null;
        return RefreshAsync();
    }

    private Task OnTextAsync(ChangeEventArgs input)
    {
        _text = input.Value as string ?? "";
        return RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        // Hidden while empty, the list asks for nothing: ask how many there are now.
        var page = await Board.OutcomesAsync(JobId, new OutcomeSearch(_kind, _text.Trim(), 0, 1), CancellationToken.None);
        SetTotal(page.Total);
        if (_rows is not null)
            await _rows.RefreshDataAsync();
    }
}
