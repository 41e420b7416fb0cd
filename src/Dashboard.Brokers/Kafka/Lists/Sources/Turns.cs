namespace Dashboard.Brokers.Kafka.Lists.Sources;

/// <summary>Gives each of many its turn once in a period, about as many at one poll as at any other. Not thread-safe.</summary>
/// <param name="period">Within this long all have had their turn.</param>
/// <param name="areOwed">Nobody has had one yet; otherwise all have just had it.</param>
internal sealed class Turns(TimeSpan period, bool areOwed)
{
    /// <summary>Sums of fractions miss the whole by a little.</summary>
    private const double Rounding = 1e-6;

    private double _owed = areOwed ? 1 : 0;
    private DateTimeOffset? _at;
    private int _next;

    /// <summary>Who has a turn now: none the first time, when no time has passed, and never more than its share of the time, so that what is owed comes in portions.</summary>
    /// <param name="count">How many there are; may be another number each time.</param>
    /// <param name="now">The present.</param>
    public Turn Take(int count, DateTimeOffset now)
    {
        var share = _at is { } at ? (now - at) / period : 0;
        _at = now;
        _owed = Math.Min(1, _owed + share);
        if (count == 0)
            return default;
        var due = (int)Math.Min(Math.Floor((_owed * count) + Rounding), Math.Ceiling((count * share) - Rounding));
        _owed = Math.Max(0, _owed - ((double)due / count));
        var first = _next % count;
        _next = first + due;
        return new Turn(first, due, count);
    }
}

/// <summary>Those that have a turn: so many from the first on, going on at the beginning after the last.</summary>
internal readonly record struct Turn(int First, int Due, int Count)
{
    public bool Has(int index) => Due > 0 && (index - First + Count) % Count < Due;
}
