using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Components.Messages;

/// <content>The live tail of a log: the newest first, and nothing moves while it is paused or something is chosen.</content>
public sealed partial class MessagesPanel
{
    /// <summary>A tail shows this many messages.</summary>
    private const int TailRows = 1_000;

    private readonly List<MessageEnvelope> _waiting = [];
    private bool _isFollowing;
    private bool _isPaused;

    private async Task FollowAsync()
    {
        if (_effect is not { CanFollow: true } || _looking is not null || IsFilterBad)
            return;
        Forget();
        _waiting.Clear();
        (_isFollowing, _isPaused, _isToEnd) = (true, false, false);
        var request = _options.ToRequest(Destination, supportsOffsets: true) with
        {
            Count = TailRows,
            Start = new BrowseStart(Offset: long.MaxValue),
            ReadsToEnd = false,
            Follows = true,
        };
        MessageLook? look = null;
        var isWanted = await RunAsync(
            isExport: false,
            async (actor, progress, token) => look = await Reading.SearchAsync(actor, request, _options.Filter.Trim(), progress, token));
        if (!isWanted || look is null)
            return;

        // What it shows stays as it is, whatever came while it was paused.
        _look = look with { Messages = [.. _rows.Select(row => row.Message)] };
        _lookedAt = Time.GetUtcNow();
        StateHasChanged();
    }

    private void TogglePause()
    {
        _isPaused = !_isPaused;
        if (!_isPaused)
        {
            _selection.Clear();
            Follow([]);
        }
    }

    private void Follow(IReadOnlyList<MessageEnvelope> come)
    {
        _waiting.AddRange(come);
        if (_waiting.Count > TailRows)
            _waiting.RemoveRange(0, _waiting.Count - TailRows);
        _isPaused |= _selection.Count > 0 || _open >= 0;
        if (_isPaused || _waiting.Count == 0)
            return;
        _waiting.Reverse();
        _rows = [.. _waiting.Concat(_rows.Select(row => row.Message)).Take(TailRows).Select(RowOf)];
        _waiting.Clear();
    }
}
