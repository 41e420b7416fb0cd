using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace Dashboard.Web.Components.Messages;

/// <summary>Bytes in one form.</summary>
public sealed partial class BytesPane
{
    // A multiple of three, so that windows join to the base64 of the whole.
    private const int Base64Window = 48 * 1024;

    private ReadOnlyMemory<byte> _bytes;
    private BodyForm _form;
    private BodyWindow _window;
    private string _text = "";
    private int? _mark;
    private int _markLength;
    private JsonTree? _tree;
    private string? _jsonProblem;
    private int _found = -1;
    private Virtualize<HexLine>? _hex;

    [Parameter, EditorRequired]
    public ReadOnlyMemory<byte> Bytes { get; set; }

    [Parameter, EditorRequired]
    public BodyForm Form { get; set; }

    /// <summary>The bytes are only the first part of what there is.</summary>
    [Parameter]
    public bool IsTruncated { get; set; }

    [Parameter]
    public string Label { get; set; } = "Body";

    /// <summary>The text of the window drawn now, for copying.</summary>
    public string ShownText => _text;

    /// <summary>Goes to the next place of the text and marks it; false where there is none.</summary>
    public async Task<bool> FindAsync(string text, bool backwards)
    {
        if (Form == BodyForm.Json && _tree is not null)
        {
            _found = _tree.Find(text, _found < 0 ? 0 : _found + (backwards ? -1 : 1), backwards);
            StateHasChanged();
            return _found >= 0;
        }

        var from = _window.Start + (_mark is { } mark ? ByteOffset(mark) + (backwards ? 0 : 1) : 0);
        var at = TextSearch.Find(_bytes.Span, text, from, backwards);
        if (at < 0)
            return false;
        _window = BodyWindow.At(at, _bytes.Length);
        Draw();
        if (Form == BodyForm.Text || Form == BodyForm.Json)
        {
            // Found in the visible text again, because hidden characters are written out there.
            var start = VisibleText.Show(new BodyWindow(_window.Start, (int)(at - _window.Start), _bytes.Length).Text(_bytes.Span)).Length;
            var place = _text.IndexOf(text, Math.Min(start, _text.Length), StringComparison.OrdinalIgnoreCase);
            (_mark, _markLength) = place < 0 ? ((int?)null, 0) : (place, text.Length);
        }

        StateHasChanged();
        if (_hex is not null)
            await _hex.RefreshDataAsync();
        return true;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_bytes.Equals(Bytes) && _form == Form && _text.Length + _bytes.Length > 0)
            return;
        (_bytes, _form) = (Bytes, Form);
        _window = BodyWindow.At(0, _bytes.Length);
        (_mark, _found, _tree, _jsonProblem) = (null, -1, null, null);
        if (Form == BodyForm.Json)
        {
            var bytes = _bytes;
            var (tree, problem) = bytes.Length > 256 * 1024 ? await Task.Run(() => ReadJson(bytes, IsTruncated)) : ReadJson(bytes, IsTruncated);
            (_tree, _jsonProblem) = (tree, problem is null ? null : problem.TrimEnd('.') + ".");
        }

        Draw();
        if (_hex is not null)
            await _hex.RefreshDataAsync();
    }

    private static (JsonTree? Tree, string? Problem) ReadJson(ReadOnlyMemory<byte> bytes, bool isTruncated)
    {
        var tree = JsonTree.Read(bytes, isTruncated, DecodingLimits.Default, out var problem);
        return (tree, problem);
    }

    private async Task Move(BodyWindow window)
    {
        _window = window;
        _mark = null;
        Draw();
        if (_hex is not null)
            await _hex.RefreshDataAsync();
    }

    private void Draw()
    {
        _mark = null;
        _text = Form switch
        {
            BodyForm.Hex => "",
            BodyForm.Base64 => Base64(),
            BodyForm.Json when _tree is not null => "",
            _ => VisibleText.Show(_window.Text(_bytes.Span)),
        };
    }

    private string Base64()
    {
        _window = BodyWindow.At(_window.Start, _bytes.Length, Base64Window);
        return Convert.ToBase64String(_bytes.Span.Slice(_window.Start, _window.Length), Base64FormattingOptions.InsertLineBreaks);
    }

    private int ByteOffset(int character) => System.Text.Encoding.UTF8.GetByteCount(_text.AsSpan(0, character));

    private ValueTask<ItemsProviderResult<HexLine>> HexLinesAsync(ItemsProviderRequest request)
    {
        var bytes = _bytes.Slice(_window.Start, _window.Length);
        var total = HexDump.LineCount(bytes.Length);
        var lines = Enumerable.Range(request.StartIndex, Math.Clamp(total - request.StartIndex, 0, request.Count))
            .Select(i => HexDump.Line(bytes.Span, i, _window.Start))
            .ToList();
        return ValueTask.FromResult(new ItemsProviderResult<HexLine>(lines, total));
    }
}
