using System.IO.Pipelines;
using Dashboard.Core.Access;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <content>Looks, searches and exports: what they read, and what they tell while they read it.</content>
public sealed partial class MessagesPanel
{
    private LookProgress? _progress;
    private int _runCount;
    private long _runStartedAt;
    private bool _isExporting;
    private bool _isImporting;
    private string? _exportResult;

    /// <summary>The look while it runs, so that what it has found can be seen and acted on.</summary>
    private MessageLook? LookSoFar => _looking is not null && !_isExporting && _progress is { } told && _rows.Count > 0
        ? new MessageLook([.. _rows.Select(row => row.Message)], told.Examined, told.Unjudgeable, "it is still reading", false)
        : null;

    private string ProgressText
    {
        get
        {
            if (_progress is not { } told)
                return _isExporting ? "Exporting…" : "Reading…";
            var seconds = Time.GetElapsedTime(_runStartedAt).TotalSeconds;
            var rate = seconds > 0.5 ? $" · {Figures.Count(told.Examined / seconds)}/s" : "";
            var found = _options.Filter.Length > 0 || _isExporting ? $" · {Figures.Exact(told.Matched)} {(_isExporting ? "written" : "match")}" : "";
            var unknown = told.Unjudgeable > 0 ? $" · {Figures.Exact(told.Unjudgeable)} could not be judged" : "";
            return $"{Figures.Exact(told.Examined)} of up to {Figures.Exact(_runCount)} read{found}{unknown}{rate}";
        }
    }

    private async Task LookAsync()
    {
        if (_effect is null || _looking is not null || IsFilterBad)
            return;
        var options = _options;
        _exportResult = null;
        _rows = [];
        _look = null;
        _lookedFilter = options.Filter.Trim();
        _open = -1;
        _selection.Clear();
        MessageLook? look = null;
        var isWanted = await RunAsync(
            isExport: false,
            async (actor, progress, token) => look = await Reading.SearchAsync(
                actor, options.ToRequest(Destination, _effect.SupportsOffsets), options.Filter.Trim(), progress, token));
        if (!isWanted || look is null)
            return;
        Take(look);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(_options.ToQuery()), replace: true);
        StateHasChanged();
        await FetchSchemasAsync(look);
    }

    /// <summary>One look at a time. What it fails with is shown. False: it failed, or is for a destination that is no longer shown.</summary>
    private async Task<bool> RunAsync(bool isExport, Func<Actor, IProgress<LookProgress>, CancellationToken, Task> look)
    {
        var own = _looking = CancellationTokenSource.CreateLinkedTokenSource(Disposed);
        (_fault, _missing, _progress, _isExporting, _runCount, _runStartedAt) = (null, null, null, isExport, _options.Count, Time.GetTimestamp());
        StateHasChanged();
        try
        {
            await look(await CurrentActor.GetAsync(), new Progress<LookProgress>(told => OnProgress(own, told)), own.Token);
            return ReferenceEquals(own, _looking);
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested)
        {
            // The page went, or shows something else.
            return false;
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _fault = fault;
            return false;
        }
        finally
        {
            if (ReferenceEquals(own, _looking))
                _looking = null;
            own.Dispose();
            StateHasChanged();
        }
    }

    private void OnProgress(CancellationTokenSource of, LookProgress told)
    {
        if (!ReferenceEquals(of, _looking))
            return;
        _progress = told;
        if (!_isExporting && told.New.Count > 0)
            _rows = [.. _rows, .. told.New.Select((message, i) => RowOf(message, _rows.Count + i))];
        StateHasChanged();
    }

    private void Take(MessageLook look)
    {
        _look = look;
        _rows = [.. look.Messages.Select(RowOf)];
        _lookedAt = Time.GetUtcNow();
        if (_wantedMessage is not null)
            OpenWanted();
    }

    /// <summary>Ends the look and keeps what it found.</summary>
    private void StopLook() => _looking?.Cancel();

    /// <summary>Ends the look and forgets it.</summary>
    private void CancelLook()
    {
        var looking = _looking;
        _looking = null;
        looking?.Cancel();
    }

    private async Task ExportAsync()
    {
        var messages = _selection.Count > 0 ? Chosen : [.. _rows.Select(row => row.Message)];
        await using var file = MessageExport.ToStream(messages);
        await ScriptCalls.QuietlyAsync(() => Scripts.DownloadAsync(MessageExport.FileName(Destination, Time.GetUtcNow()), "application/x-ndjson", file).AsTask());
    }

    /// <summary>Reads again and hands the browser each match as it is found; nothing is kept here.</summary>
    private async Task ExportAllAsync()
    {
        if (_effect is null || _looking is not null || IsFilterBad)
            return;
        var request = _options.ToRequest(Destination, _effect.SupportsOffsets) with { MaxBodyBytes = WholeMessage.MaxBytes };
        var filter = _options.Filter.Trim();
        _exportResult = null;
        await RunAsync(isExport: true, async (actor, progress, token) =>
        {
            var pipe = new Pipe();
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(token);
            var writing = Task.Run(
                async () =>
                {
                    try
                    {
                        await using var destination = pipe.Writer.AsStream();
                        return await Reading.ExportAsync(actor, request, filter, destination, progress, gone.Token);
                    }
                    catch (Exception failed)
                    {
                        await pipe.Writer.CompleteAsync(failed);
                        throw;
                    }
                },
                CancellationToken.None);
            await using (var content = pipe.Reader.AsStream())
                await ScriptCalls.QuietlyAsync(() => Scripts.DownloadAsync(MessageExport.FileName(Destination, Time.GetUtcNow()), "application/x-ndjson", content).AsTask());

            // The browser has it all, or has gone: then nobody waits for the rest.
            await gone.CancelAsync();
            var look = await writing;
            _exportResult = $"{Figures.Plural(look.Matched, "message")} written, of {Figures.Exact(look.Examined)} read. Ended because {Sentence(look.StopReason)} {(look.IsComplete ? "That is all there was." : "There may be more.")} The last line of the file says so too.";
        });
    }
}
