using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components.Messages;

/// <summary>The messages a look brought. Only the rows on the screen exist.</summary>
public sealed partial class MessageList
{
    private ICollection<MessageRow> _rows = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<MessageRow> Rows { get; set; } = [];

    [Parameter, EditorRequired]
    public RowSelection Selection { get; set; } = default!;

    [Parameter]
    public EventCallback OnSelectionChanged { get; set; }

    /// <summary>Ordinal of the message that is open; -1 for none.</summary>
    [Parameter]
    public int Open { get; set; } = -1;

    /// <summary>The address that opens a row, on this page.</summary>
    [Parameter, EditorRequired]
    public Func<MessageRow, string> HrefOf { get; set; } = default!;

    /// <summary>Positions are offsets of a log.</summary>
    [Parameter]
    public bool IsLog { get; set; }

    /// <summary>It is a log with partitions and keys.</summary>
    [Parameter]
    public bool HasPartitions { get; set; }

    /// <summary>The row above (-1) or below (+1) is wanted.</summary>
    [Parameter]
    public EventCallback<int> OnMove { get; set; }

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    protected override void OnParametersSet() => _rows = Rows as ICollection<MessageRow> ?? [.. Rows];

    private async Task PickAsync(int row, MouseEventArgs click)
    {
        Selection.Toggle(row, click.ShiftKey);
        await OnSelectionChanged.InvokeAsync();
    }

    private async Task AllAsync()
    {
        Selection.ToggleAll(Rows.Count);
        await OnSelectionChanged.InvokeAsync();
    }

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key is "ArrowDown" or "ArrowUp" && Open >= 0)
            await OnMove.InvokeAsync(key.Key == "ArrowDown" ? 1 : -1);
    }
}
