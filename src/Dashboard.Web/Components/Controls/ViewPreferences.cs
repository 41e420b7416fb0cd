using System.Globalization;

namespace Dashboard.Web.Components.Controls;

/// <summary>
/// How this browser wants to see things: theme, and the time zone times are written in. Scoped to the circuit; kept in cookies, so that the
/// first markup the server sends is right already.
/// </summary>
public sealed class ViewPreferences
{
    private TimeZoneInfo _browserZone = TimeZoneInfo.Utc;

    /// <summary>Raised on the circuit when something here changed.</summary>
    public event Action? Changed;

    /// <summary><c>light</c>, <c>dark</c>, or <c>system</c>.</summary>
    public string Theme { get; private set; } = "system";

    /// <summary>Times are written in UTC rather than in the browser's zone.</summary>
    public bool IsUtc { get; private set; }

    /// <summary>The rail shows icons only.</summary>
    public bool IsRailNarrow { get; private set; }

    /// <summary>How far back charts reach. Of this visit alone.</summary>
    public TimeSpan ChartRange { get; private set; } = TimeSpan.FromHours(1);

    /// <summary>The zone times are written in.</summary>
    public TimeZoneInfo Zone => IsUtc ? TimeZoneInfo.Utc : _browserZone;

    public string ZoneName => Zone.Id is "UTC" or "Etc/UTC" ? "UTC" : Zone.Id;

    /// <summary>Takes what the browser's cookies say; unknown values leave the defaults.</summary>
    public void Restore(string? theme, string? zoneChoice, string? browserZone, string? rail)
    {
        Theme = theme is "light" or "dark" ? theme : "system";
        IsUtc = zoneChoice == "utc";
        IsRailNarrow = rail == "narrow";
        if (browserZone is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(browserZone, out var zone))
            _browserZone = zone;
    }

    public void SetTheme(string theme)
    {
        Theme = theme is "light" or "dark" ? theme : "system";
        Changed?.Invoke();
    }

    public void SetUtc(bool isUtc)
    {
        IsUtc = isUtc;
        Changed?.Invoke();
    }

    public void SetRailNarrow(bool isNarrow)
    {
        IsRailNarrow = isNarrow;
        Changed?.Invoke();
    }

    public void SetChartRange(TimeSpan range)
    {
        ChartRange = range;
        Changed?.Invoke();
    }

    /// <summary>Time of day: <c>02:14:07</c>.</summary>
    public string TimeOfDay(DateTimeOffset at) => In(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Date and time to the second: <c>2026-11-21 02:14:07</c>.</summary>
    public string DateTime(DateTimeOffset at) => In(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>ISO time with its offset and the zone's name, for the hover.</summary>
    public string Iso(DateTimeOffset at) => $"{In(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture)} ({ZoneName})";

    private DateTimeOffset In(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);
}
