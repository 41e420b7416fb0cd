using Dashboard.Bench.Measuring;

namespace Dashboard.Bench.Replay;

/// <summary>What one contender needed for one round.</summary>
/// <param name="ArrivedSeconds">From the start until the broker counted all messages in the origin.</param>
/// <param name="DoneSeconds">From the start until the contender had nothing left to do.</param>
/// <param name="CpuSeconds">Processor time of the contender's process; the broker's is not in it.</param>
/// <param name="BrokerCpuSeconds">Processor time of the broker meanwhile.</param>
/// <param name="ResidentMiB">Memory of the contender's process, twice a second.</param>
/// <param name="Garbage">What was allocated and collected.</param>
internal sealed record ContenderResult(
    double ArrivedSeconds, double DoneSeconds, double CpuSeconds, double BrokerCpuSeconds, IReadOnlyList<double> ResidentMiB, Garbage Garbage);
