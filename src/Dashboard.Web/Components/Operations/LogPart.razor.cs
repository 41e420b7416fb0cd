using System.Globalization;
using Dashboard.Core.Capabilities;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations;

/// <summary>Says which part of a log is meant, by partitions, offsets and times.</summary>
public sealed partial class LogPart
{
    private string _partitions = "";
    private string _fromOffset = "";
    private string _toOffset = "";
    private string _fromTime = "";
    private string _toTime = "";
    private string? _mistake;

    /// <summary>The part as it is written now; null for all.</summary>
    [Parameter, EditorRequired]
    public EventCallback<LogBounds?> OnChange { get; set; }

    /// <summary>What is written cannot be read: no part is meant, and least of all that of before.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnMistake { get; set; }

    private Task SetAsync(Action<string> set, ChangeEventArgs input)
    {
        set((input.Value as string ?? "").Trim());
        return TellAsync();
    }

    private async Task TellAsync()
    {
        _mistake = null;
        var partitions = _partitions.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var bounds = new LogBounds
        {
            Partitions = [.. partitions.Select(text => (int)Math.Clamp(Number(text, "Partitions are numbers, with commas between them.") ?? 0, -1, int.MaxValue))],
            FromOffset = Number(_fromOffset, "An offset is a number."),
            ToOffset = Number(_toOffset, "An offset is a number."),
            FromTime = Time(_fromTime),
            ToTime = Time(_toTime),
        };
        _mistake ??= bounds.FindMistake();
        if (_mistake is not null)
            await OnMistake.InvokeAsync();
        else
            await OnChange.InvokeAsync(bounds.Describe().Length == 0 ? null : bounds);
    }

    private long? Number(string text, string mistake)
    {
        if (text.Length == 0)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        _mistake ??= mistake;
        return null;
    }

    private DateTimeOffset? Time(string text)
    {
        if (text.Length == 0)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        _mistake ??= "A time cannot be read.";
        return null;
    }
}
