using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Diagnosis;

/// <summary>Judges one Kafka cluster.</summary>
internal sealed class KafkaDiagnostics : IDiagnostics
{
    public IReadOnlyList<SignalDefinition> Signals { get; } = [.. GroupSignals.Definitions];

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public void Judge(DiagnosisInput input, SymptomSink symptoms) => GroupSignals.Judge(input, symptoms);
}
