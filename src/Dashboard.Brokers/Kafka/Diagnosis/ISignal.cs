using Dashboard.Core.Diagnosis;

namespace Dashboard.Brokers.Kafka.Diagnosis;

/// <summary>One way in which Kafka is seen to be stuck or in danger.</summary>
internal interface ISignal
{
    SignalDefinition Definition { get; }

    /// <summary>Reports the rows that look wrong. Called only when all that the definition needs is known. A missing cell is NaN: no comparison holds.</summary>
    void Judge(DiagnosisInput input, SymptomSink symptoms);
}
