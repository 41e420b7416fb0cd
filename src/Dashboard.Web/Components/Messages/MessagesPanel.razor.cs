using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Messages;

/// <summary>
/// The messages of one destination. Says first what a look changes; looks when asked, or at once where it changes nothing. What is chosen
/// and what is open stand in the URL.
/// </summary>
public sealed partial class MessagesPanel
{
    private readonly RowSelection _selection = new();
    private LookOptions _options = new();
    private BrowseEffect? _effect;
    private Fault? _fault;
    private MessageLook? _look;
    private IReadOnlyList<MessageRow> _rows = [];
    private string _lookedFilter = "";
    private DateTimeOffset? _lookedAt;
    private CancellationTokenSource? _looking;
    private DestinationRef? _described;
    private bool _isInteractive;
    private int _open = -1;
    private string? _wantedMessage;
    private string? _missing;

    /// <summary>The queue, stream or topic.</summary>
    [Parameter, EditorRequired]
    public DestinationRef Destination { get; set; } = default!;

    [Inject]
    private IMessageReading Reading { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private MessageScripts Scripts { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    protected override bool FollowsSnapshots => false;

    private IReadOnlyList<MessageEnvelope> Chosen => [.. _selection.Rows.Select(row => _rows[row].Message)];

    private bool IsFilterBad => MessageFilter.Problem(_options.Filter) is not null;

    /// <summary>How many messages; 0 for all to the end.</summary>
    private int Extent
    {
        get => _options.ReadsToEnd && _effect?.SupportsOffsets == true ? 0 : _options.Count;
        set => _options = value > 0
            ? _options with { Count = value, ReadsToEnd = false }
            : _options with { ReadsToEnd = true, From = _options.From == LookStart.Newest ? LookStart.Oldest : _options.From };
    }

    private string PartitionText
    {
        get => _options.Partition?.ToString(CultureInfo.InvariantCulture) ?? "";
        set => _options = _options with { Partition = int.TryParse(value, out var partition) ? partition : null };
    }

    private bool Uncommitted
    {
        get => _options.ReadsUncommitted;
        set => _options = _options with { ReadsUncommitted = value };
    }

    private LookStart From
    {
        get => _options.From;
        set => _options = _options with { From = value };
    }

    private long Offset
    {
        get => _options.Offset;
        set => _options = _options with { Offset = Math.Max(0, value) };
    }

    private DateTime? At
    {
        get => _options.At?.UtcDateTime;
        set => _options = _options with { At = value is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null };
    }

    protected override void OnInitialized()
    {
        _options = LookOptions.Of(PageAddress.Of(Navigation));
        _wantedMessage = MessageInUrl();
        Navigation.LocationChanged += OnLocationChanged;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_isInteractive && _described != Destination)
            await DescribeAsync();
    }

    protected override async Task OnInteractiveAsync()
    {
        _isInteractive = true;
        await DescribeAsync();
        StateHasChanged();
    }

    protected override ValueTask OnDisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        CancelLook();
        return ValueTask.CompletedTask;
    }

    private async Task DescribeAsync()
    {
        CancelLook();
        _described = Destination;
        (_effect, _fault, _look, _missing, _open, _exportResult) = (null, null, null, null, -1, null);
        _rows = [];
        _selection.Clear();
        var destination = Destination;
        try
        {
            var effect = await Reading.DescribeEffectAsync(await CurrentActor.GetAsync(), destination, Disposed);
            if (destination != Destination)
                return;
            _effect = effect;
        }
        catch (OperationCanceledException) when (Disposed.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _fault = fault;
            return;
        }

        // A look that changes nothing needs no question.
        if (_effect is { IsAllowed: true, ChangesNothing: true })
            await LookAsync();
    }

    private void OnFilter(string text) => _options = _options with { Filter = text };

    private async Task ClearFilterAsync()
    {
        _options = _options with { Filter = "" };
        await LookAsync();
    }

    private void ClearSelection() => _selection.Clear();

    // Opening is a link: the browser's way back closes it, and a colleague can be sent it.
    private string HrefOf(MessageRow row) => Navigation.GetUriWithQueryParameter("message", KeyOf(row.Message));

    private static string KeyOf(MessageEnvelope message)
        => $"{message.Position.ToString(CultureInfo.InvariantCulture)}-{message.Identity.Fingerprint[..16]}";

    private void Close() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("message", (string?)null), replace: true);

    private void MoveTo(int step)
    {
        var next = _open + step;
        if (next >= 0 && next < _rows.Count)
            Navigation.NavigateTo(HrefOf(_rows[next]), replace: true);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        _wantedMessage = MessageInUrl();
        _missing = null;
        if (_wantedMessage is null)
            _open = -1;
        else if (_look is not null)
            OpenWanted();
        StateHasChanged();
    });

    private string? MessageInUrl() => PageAddress.Of(Navigation)["message"] is { Length: > 0 and < 100 } key ? key : null;

    private void OpenWanted()
    {
        var wanted = _wantedMessage!;
        if (LogPosition.TryParse(wanted, out var place))
        {
            OpenAt(place);
            return;
        }

        _open = IndexOf(row => KeyOf(row.Message) == wanted);
        // On a queue a message moves up when those before it go: then its fingerprint finds it.
        if (_open < 0)
            _open = IndexOf(row => wanted.EndsWith('-' + row.Message.Identity.Fingerprint[..16], StringComparison.Ordinal));
        _missing = _open >= 0
            ? null
            : $"The message of this link is not among the {Figures.Plural(_look!.Examined, "message")} read. It may stand further back, or be gone.";
    }

    /// <summary>What stands at a place of a log, or next after it: an offset may hold no message, because it was compacted away or ended a transaction.</summary>
    private void OpenAt(LogPosition place)
    {
        _open = IndexOf(row => row.Message.Partition is not null && LogPosition.Unpack(row.Message.Position) is var at && at.Partition == place.Partition && at.Offset >= place.Offset);
        var words = MessagePlace.Words(place);
        _missing = _open < 0 ? $"No message stands at {words} or after it, among the {Figures.Plural(_look!.Examined, "message")} read."
            : LogPosition.Unpack(_rows[_open].Message.Position) == place ? null
            : $"No message stands at {words}: it was compacted away, belongs to an aborted transaction, or marks the end of one. The next one is opened.";
    }

    private int IndexOf(Func<MessageRow, bool> isWanted)
    {
        for (var i = 0; i < _rows.Count; i++)
        {
            if (isWanted(_rows[i]))
                return i;
        }

        return -1;
    }

    private async Task ReadWholeAsync()
    {
        if (_open < 0 || _effect is null)
            return;
        var message = _rows[_open].Message;
        try
        {
            var whole = await WholeMessage.ReadAsync(Reading, await CurrentActor.GetAsync(), message, _effect.SupportsOffsets, Disposed);
            if (whole is null)
                _missing = "The message is not in its place any more: its body cannot be read whole.";
            else if (IndexOf(row => ReferenceEquals(row.Message, message)) is var at and >= 0)
                _rows = [.. _rows.Select((row, i) => i == at ? RowOf(whole, i) : row)];
        }
        catch (OperationCanceledException) when (Disposed.IsCancellationRequested)
        {
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _fault = fault;
        }
    }

    private static string Sentence(string reason)
    {
        var text = VisibleText.Line(reason, 300).TrimEnd('.');
        return $"{text}.";
    }
}
