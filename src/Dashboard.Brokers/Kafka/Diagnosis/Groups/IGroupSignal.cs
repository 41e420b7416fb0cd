using Dashboard.Core.Diagnosis;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>One way in which consumer groups are seen to be stuck.</summary>
internal interface IGroupSignal
{
    SignalDefinition Definition { get; }

    /// <summary>Reports what looks wrong. Called only when all that the definition needs is known.</summary>
    void Judge(GroupView groups, SymptomSink symptoms);
}
