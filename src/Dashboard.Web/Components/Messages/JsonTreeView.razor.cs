using Dashboard.Web.Components.Controls;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Messages;

/// <summary>A JSON body as a folding tree.</summary>
public sealed partial class JsonTreeView
{
    private const int RowHeight = 20;
    private const int MostCharacters = 500;
    private readonly HashSet<int> _folded = [];
    private List<int> _visible = [];
    private JsonTree? _shownTree;
    private int _shownFound = -1;
    private Virtualize<int>? _rows;
    private ElementReference _scroller;
    private int _scrollTo = -1;

    [Parameter, EditorRequired]
    public JsonTree Tree { get; set; } = default!;

    /// <summary>The node to unfold and mark; -1 for none.</summary>
    [Parameter]
    public int Found { get; set; } = -1;

    [Inject]
    private MessageScripts Scripts { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        var isNew = !ReferenceEquals(_shownTree, Tree);
        if (isNew)
        {
            _shownTree = Tree;
            _folded.Clear();
            _shownFound = -1;
        }

        if (Found != _shownFound && Found >= 0)
        {
            foreach (var ancestor in Tree.AncestorsOf(Found))
                _folded.Remove(ancestor);
        }

        var scroll = Found >= 0 && Found != _shownFound;
        _shownFound = Found;
        if (isNew || scroll)
            await ShowAsync();
        if (scroll)
            _scrollTo = _visible.BinarySearch(Found);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_scrollTo < 0)
            return;
        var top = _scrollTo * RowHeight;
        _scrollTo = -1;
        await ScriptCalls.QuietlyAsync(() => Scripts.ScrollToAsync(_scroller, top).AsTask());
    }

    private ValueTask<ItemsProviderResult<int>> ProvideAsync(ItemsProviderRequest request)
    {
        var count = Math.Min(request.Count, Math.Max(0, _visible.Count - request.StartIndex));
        return ValueTask.FromResult(new ItemsProviderResult<int>(_visible.Skip(request.StartIndex).Take(count), _visible.Count));
    }

    private async Task Toggle(int node)
    {
        if (!_folded.Remove(node))
            _folded.Add(node);
        await ShowAsync();
    }

    private async Task FoldTo(int depth)
    {
        _folded.Clear();
        for (var i = 0; i < Tree.Nodes.Count; i++)
        {
            if (Tree.Nodes[i].Depth >= depth && Tree.Nodes[i].Children > 0)
                _folded.Add(i);
        }

        await ShowAsync();
    }

    private async Task ShowAsync()
    {
        _visible = Tree.VisibleNodes(_folded);
        if (_rows is not null)
            await _rows.RefreshDataAsync();
    }

    private bool IsLong(int node) => Tree.Nodes[node].Value.Length > MostCharacters && Tree.Nodes[node].Children == 0;

    private string ClassOf(int node) => Tree.Nodes[node].Kind switch
    {
        JsonNodeKind.Text => "json-text",
        JsonNodeKind.Number => "json-number",
        JsonNodeKind.Flag or JsonNodeKind.Null => "json-word",
        _ => "json-count",
    };

    private string Shown(int node)
    {
        var it = Tree.Nodes[node];
        return it.Kind switch
        {
            JsonNodeKind.Object => it.Children == 0 ? "{}" : $"{{ {it.Children} }}",
            JsonNodeKind.Array => it.Children == 0 ? "[]" : $"[ {it.Children} ]",
            JsonNodeKind.Text => $"\"{VisibleText.Line(Tree.ValueOf(node)!, MostCharacters)}\"",
            _ => VisibleText.Line(Tree.ValueOf(node)!, MostCharacters),
        };
    }
}
