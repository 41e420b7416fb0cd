using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Diagnosis;

/// <summary>
/// Knows by which signals this kind of broker is seen to be stuck. Judging is a pure function of the snapshot and the last hour: it asks nothing of the
/// broker, keeps nothing that changes its answers, and is called by one thread at a time. How long a condition has held, and when it
/// becomes a finding, is not its business (<see cref="Judging.SymptomTracker"/>).
/// </summary>
public interface IDiagnostics : ICapability
{
    /// <summary>All signals it can give, in the order of the documentation.</summary>
    IReadOnlyList<SignalDefinition> Signals { get; }

    /// <summary>
    /// Reports what looks wrong in this snapshot. Called for each snapshot; healthy rows should cost no allocation.
    /// </summary>
    void Judge(DiagnosisInput input, SymptomSink symptoms);
}
