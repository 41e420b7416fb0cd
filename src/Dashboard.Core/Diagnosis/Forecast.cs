namespace Dashboard.Core.Diagnosis;

/// <summary>How long until a backlog is gone or a limit is reached, if all goes on as now. Seconds; NaN where it never comes or is not known.</summary>
public static class Forecast
{
    /// <summary>Nobody waits longer than this for a forecast to come true.</summary>
    private const double MostSeconds = 365 * 86_400.0;

    /// <summary>Time until <paramref name="waiting"/> messages are gone; 0 where none wait.</summary>
    /// <param name="waiting">Messages that wait.</param>
    /// <param name="inPerSecond">Arrivals per second.</param>
    /// <param name="outPerSecond">Messages done per second.</param>
    public static double TimeToDrain(double waiting, double inPerSecond, double outPerSecond)
        => waiting == 0 ? 0 : Until(waiting, outPerSecond - inPerSecond);

    /// <summary>Time until <paramref name="limit"/> is reached; 0 where it is.</summary>
    public static double TimeToFull(double waiting, double limit, double inPerSecond, double outPerSecond)
        => waiting >= limit ? 0 : Until(limit - waiting, inPerSecond - outPerSecond);

    private static double Until(double amount, double perSecond)
        => perSecond > 0 && amount / perSecond is var seconds && seconds <= MostSeconds ? seconds : double.NaN;
}
