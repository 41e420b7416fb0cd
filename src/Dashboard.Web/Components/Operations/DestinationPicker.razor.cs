using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components.Operations;

/// <summary>Chooses a queue, exchange or topic from the snapshots of all connections, this one's first.</summary>
public sealed partial class DestinationPicker
{
    private const int Shown = 30;
    private readonly string _listId = "p" + Guid.NewGuid().ToString("N")[..8];
    private IReadOnlyList<DestinationRef> _found = [];
    private string _text = "";
    private int _total;
    private int _active = -1;
    private bool _isOpen;

    [Parameter]
    public DestinationRef? Value { get; set; }

    [Parameter]
    public EventCallback<DestinationRef?> ValueChanged { get; set; }

    /// <summary>The connection whose destinations come first.</summary>
    [Parameter, EditorRequired]
    public ConnectionId Home { get; set; }

    /// <summary>Not offered: the source itself.</summary>
    [Parameter]
    public DestinationRef? Except { get; set; }

    [Parameter]
    public string Label { get; set; } = "Target";

    [Inject]
    private ISnapshotStore Snapshots { get; set; } = default!;

    protected override void OnInitialized() => Search();

    private string Where(DestinationRef it)
        => string.Join(" · ", new[] { it.Kind, it.Scope, it.Connection == Home ? "" : Snapshots.Find(it.Connection)?.Connection.Name ?? it.Connection.Value }.Where(s => s.Length > 0));

    private void OnInput(ChangeEventArgs input)
    {
        _text = input.Value as string ?? "";
        Search();
    }

    private void Reopen()
    {
        _isOpen = true;
        Search();
    }

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                _active = Math.Min(_active + 1, _found.Count - 1);
                break;
            case "ArrowUp":
                _active = Math.Max(_active - 1, 0);
                break;
            case "Enter" when _active >= 0 && _active < _found.Count:
                await PickAsync(_found[_active]);
                break;
        }
    }

    private async Task PickAsync(DestinationRef it)
    {
        _isOpen = false;
        Value = it;
        await ValueChanged.InvokeAsync(it);
    }

    private void Search()
    {
        var words = _text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = new List<DestinationRef>(Shown);
        _total = 0;
        foreach (var connection in Snapshots.All.OrderByDescending(c => c.Connection.Id == Home))
        {
            if (connection.Connection.IsReadOnly)
                continue;
            foreach (var section in connection.Sections)
                Collect(connection.Connection.Id, section, words, found);
        }

        _found = found;
        _active = found.Count > 0 && _text.Length > 0 ? 0 : -1;
    }

    private void Collect(ConnectionId connection, SectionSnapshot section, string[] words, List<DestinationRef> found)
    {
        if (section.Definition.DestinationKind is null || section.Table is not { } table)
            return;
        var names = table[section.Definition.NameColumn];
        for (var row = 0; row < table.RowCount; row++)
        {
            var name = names.TextAt(row) ?? "";
            if (!words.All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                continue;
            if (found.Count >= Shown)
            {
                _total++;
                continue;
            }

            var it = table.DestinationAt(connection, row)!;
            if (it == Except)
                continue;
            _total++;
            found.Add(it);
        }
    }
}
