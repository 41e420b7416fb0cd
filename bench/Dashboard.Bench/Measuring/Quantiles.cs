namespace Dashboard.Bench.Measuring;

internal static class Quantiles
{
    /// <summary>The smallest value that at least this share of the values do not exceed (nearest rank).</summary>
    public static double At(IReadOnlyCollection<double> values, double share)
    {
        if (values.Count == 0)
            throw new BenchException("Nothing was measured.");
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    public static double Median(IReadOnlyCollection<double> values) => At(values, 0.5);
}
