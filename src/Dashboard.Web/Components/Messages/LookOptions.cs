using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Messages;

/// <summary>What an operator chose for a look; stands in the URL, so that a colleague gets the same.</summary>
public sealed record LookOptions
{
    public static readonly IReadOnlyList<int> Counts = [10, 50, 100, 500, 1000, 5000, 20_000, BrowseRequest.MaxCount];

    /// <summary>At most this many messages are read, 1 to <see cref="BrowseRequest.MaxCount"/>.</summary>
    public int Count { get; init; } = 100;

    public LookStart From { get; init; } = LookStart.Oldest;

    /// <summary>Where to start when <see cref="From"/> is an offset.</summary>
    public long Offset { get; init; }

    /// <summary>Where to start when <see cref="From"/> is a time; UTC.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The one partition that is read; null for all.</summary>
    public int? Partition { get; init; }

    /// <summary>Read also messages of open and aborted transactions.</summary>
    public bool ReadsUncommitted { get; init; }

    /// <summary>On a log: read to its end, however far that is.</summary>
    public bool ReadsToEnd { get; init; }

    /// <summary>An expression of the filter grammar; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Takes what the address says; what it says wrongly is left at its default.</summary>
    public static LookOptions Of(PageAddress address)
    {
        var options = new LookOptions { Filter = address["filter"] ?? "" };
        if (int.TryParse(address["count"], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
            options = options with { Count = Math.Clamp(parsed, 1, BrowseRequest.MaxCount) };
        if (int.TryParse(address["partition"], NumberStyles.None, CultureInfo.InvariantCulture, out var partition))
            options = options with { Partition = partition };
        options = options with { ReadsUncommitted = address["isolation"] == "uncommitted", ReadsToEnd = address["count"] == "all" };
        if (address["from"] is not { } text)
            return options;
        if (text == "newest")
            return options with { From = LookStart.Newest };
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return options with { From = LookStart.Offset, Offset = offset };
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? options with { From = LookStart.Time, At = at }
            : options;
    }

    /// <summary>The values of the query string; null takes a name out of it.</summary>
    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["count"] = ReadsToEnd ? "all" : Count == 100 ? null : Count,
        ["partition"] = Partition,
        ["isolation"] = ReadsUncommitted ? "uncommitted" : null,
        ["filter"] = Filter.Length == 0 ? null : Filter,
        ["from"] = From switch
        {
            LookStart.Newest => "newest",
            LookStart.Offset => Offset.ToString(CultureInfo.InvariantCulture),
            LookStart.Time when At is { } at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            _ => null,
        },
    };

    /// <summary>The request for the broker.</summary>
    public BrowseRequest ToRequest(DestinationRef destination, bool supportsOffsets) => new()
    {
        Destination = destination,
        Count = supportsOffsets && ReadsToEnd ? BrowseRequest.MaxCount : Math.Clamp(Count, 1, BrowseRequest.MaxCount),
        Partition = Partition,
        ReadsUncommitted = ReadsUncommitted,
        ReadsToEnd = supportsOffsets && ReadsToEnd,
        Start = !supportsOffsets
            ? BrowseStart.Oldest
            : From switch
            {
                LookStart.Newest when !ReadsToEnd => BrowseStart.Newest,
                LookStart.Offset => new BrowseStart(Offset: Offset),
                LookStart.Time when At is { } at => new BrowseStart(At: at),
                _ => BrowseStart.Oldest,
            },
        // A page holds what it found as long as it is open: many bodies are kept by their beginnings. A filter needs them whole.
        MaxBodyBytes = Filter.Length == 0 && (Count > 1000 || ReadsToEnd) ? 64 * 1024 : 1024 * 1024,
        MaxTotalBytes = (Filter.Length == 0 ? 128L : 512L) * 1024 * 1024,
    };
}

/// <summary>Where a look starts on a log or stream.</summary>
public enum LookStart
{
    Oldest,
    Newest,
    Offset,
    Time,
}
