using Dashboard.Core.Capabilities;
using Dashboard.Core.Filtering;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations;

/// <summary>One look: hides, judges and hands on each message as it is read, and tells how far it is.</summary>
/// <param name="judge">The filter, asked of what is shown: what is hidden cannot be found.</param>
/// <param name="worth">Excludes by bytes what the filter would say no to; null where that cannot be told.</param>
/// <param name="hide">Hides what the reader may not see.</param>
/// <param name="take">Gets each match; a text it answers with ends the look and says why.</param>
/// <param name="progress">Told some times a second; null for nobody.</param>
/// <param name="time">The clock of the reports.</param>
/// <param name="asked">Cancelled by who asked for the look.</param>
internal sealed class LookRun(
    Func<MessageEnvelope, FilterVerdict> judge,
    RawMessageTest? worth,
    Func<MessageEnvelope, MessageEnvelope> hide,
    Func<MessageEnvelope, string?> take,
    IProgress<LookProgress>? progress,
    TimeProvider time,
    CancellationToken asked) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    /// <summary>Messages between two looks at the clock, where nothing is found.</summary>
    private const int ClockEvery = 64;

    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(asked);
    private readonly List<MessageEnvelope> _new = [];
    private long _examined;
    private long _matched;
    private long _unjudgeable;
    private long _reportedAt = time.GetTimestamp();
    private string? _enough;
    private Exception? _failed;
    private IReadOnlyList<PartitionScan> _scans = [];

    public void Dispose() => _end.Dispose();

    /// <summary>Reads; a look that was cancelled or has enough ends without an error.</summary>
    public async Task<MessageLook> ReadAsync(IMessageBrowser browser, BrowseRequest request)
    {
        BrowseResult? result = null;
        try
        {
            result = await browser.BrowseAsync(request with { Keep = Keep, IsWorthALook = worth is null ? null : IsWorthALook, Scanned = OnScanned }, _end.Token);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Said below.
        }

        if (_failed is not null)
            throw new OperationRefusedException($"The look was stopped: {_failed.Message}");
        Report();
        var (why, isComplete) = _enough is not null ? (_enough, false)
            : result is null ? ("it was stopped", false)
            : (result.StopReason, result.IsComplete);
        return new MessageLook([], _examined, _unjudgeable, why, isComplete) { Matched = _matched, Scans = result?.Scans ?? _scans };
    }

    private bool IsWorthALook(RawMessage message)
    {
        if (worth!(message))
            return true;
        _examined++;
        return false;
    }

    // A search that matches nothing has to show that it goes on.
    private void OnScanned(IReadOnlyList<PartitionScan> scans)
    {
        _scans = scans;
        if (progress is not null && time.GetElapsedTime(_reportedAt) >= Period)
            Report();
    }

    // Nothing is kept by the broker's side: what matches was handed on.
    private bool Keep(MessageEnvelope message)
    {
        if (_end.IsCancellationRequested)
            return false;
        _examined++;
        var shown = hide(message);
        switch (judge(shown))
        {
            case FilterVerdict.Yes:
                _matched++;
                Take(shown);
                break;
            case FilterVerdict.Unjudgeable:
                _unjudgeable++;
                break;
        }

        if (progress is not null && (_examined % ClockEvery == 0 || _new.Count > 0) && time.GetElapsedTime(_reportedAt) >= Period)
            Report();
        return false;
    }

    private void Take(MessageEnvelope message)
    {
        try
        {
            if (progress is not null)
                _new.Add(message);
            _enough = take(message);
        }
        catch (Exception failed)
        {
            // What takes the matches is at fault, not the broker: a file that cannot be written, a browser that went.
            _failed = failed;
        }

        if (_enough is not null || _failed is not null)
            _end.Cancel();
    }

    private void Report()
    {
        if (progress is null)
            return;
        _reportedAt = time.GetTimestamp();
        progress.Report(new LookProgress(_examined, _matched, _unjudgeable, [.. _new]) { Scans = _scans });
        _new.Clear();
    }
}
