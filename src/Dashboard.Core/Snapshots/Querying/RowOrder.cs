namespace Dashboard.Core.Snapshots.Querying;

/// <summary>
/// Sorts row ordinals by several numeric keys. Each key sorts primitive numbers, and only runs of equals are looked at by the next one.
/// </summary>
internal static class RowOrder
{
    /// <summary>Below this, comparing is quicker than extracting.</summary>
    private const int SmallRun = 2;

    /// <summary>Sorts <paramref name="rows"/> in place.</summary>
    /// <param name="rows">Row ordinals.</param>
    /// <param name="keys">For each sort key, a number for each row of the table; NaN sorts last.</param>
    public static void Sort(int[] rows, IReadOnlyList<double[]> keys) => Sort(rows, 0, rows.Length, keys, 0, new double[rows.Length]);

    /// <summary>The key for a direction: missing cells stay last in both.</summary>
    public static double[] Directed(double[] values, bool isDescending)
    {
        var key = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            key[i] = double.IsNaN(value)
                ? double.PositiveInfinity
                : Math.Clamp(isDescending ? -value : value, double.MinValue, double.MaxValue);
        }

        return key;
    }

    private static void Sort(int[] rows, int start, int length, IReadOnlyList<double[]> keys, int level, double[] scratch)
    {
        if (length < SmallRun || level == keys.Count)
            return;
        var key = keys[level];
        for (var i = start; i < start + length; i++)
            scratch[i] = key[rows[i]];
        Array.Sort(scratch, rows, start, length);
        if (level + 1 == keys.Count)
            return;

        var runStart = start;
        var end = start + length;
        while (runStart < end)
        {
            var runEnd = runStart + 1;
            while (runEnd < end && scratch[runEnd].Equals(scratch[runStart]))
                runEnd++;
            // What lies before the run in the scratch array is no longer needed; what lies behind it is not touched.
            Sort(rows, runStart, runEnd - runStart, keys, level + 1, scratch);
            runStart = runEnd;
        }
    }
}
