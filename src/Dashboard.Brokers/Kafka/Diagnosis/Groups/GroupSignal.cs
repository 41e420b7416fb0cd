using Dashboard.Core.Diagnosis;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>One way in which consumer groups are seen to be stuck.</summary>
internal abstract class GroupSignal : ISignal
{
    public abstract SignalDefinition Definition { get; }

    public void Judge(DiagnosisInput input, SymptomSink symptoms) => Judge(new GroupView(input), symptoms);

    /// <summary>Reports what looks wrong.</summary>
    protected abstract void Judge(GroupView groups, SymptomSink symptoms);
}
