using System.Globalization;

namespace Dashboard.Bench.Measuring;

/// <summary>What was allocated in this process, and what collecting it took.</summary>
/// <param name="AllocatedMiB">Bytes of all objects, whether they live or not.</param>
/// <param name="Young">Collections of the youngest generation, the older ones included.</param>
/// <param name="Full">Collections of everything.</param>
/// <param name="PauseSeconds">How long all threads stood still for it.</param>
internal sealed record Garbage(double AllocatedMiB, int Young, int Full, double PauseSeconds)
{
    /// <summary>Nothing was measured.</summary>
    public static readonly Garbage None = new(0, 0, 0, 0);

    public static Garbage Now() => new(GC.GetTotalAllocatedBytes() / 1048576.0, GC.CollectionCount(0), GC.CollectionCount(2), GC.GetTotalPauseDuration().TotalSeconds);

    public Garbage Since(Garbage before) => new(AllocatedMiB - before.AllocatedMiB, Young - before.Young, Full - before.Full, PauseSeconds - before.PauseSeconds);

    public override string ToString() => this == None
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{AllocatedMiB:N0} MiB; {Young:N0}, {Full:N0} full; {PauseSeconds:N2} s");
}
