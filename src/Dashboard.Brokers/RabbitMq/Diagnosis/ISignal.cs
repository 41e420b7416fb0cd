using Dashboard.Core.Diagnosis;

namespace Dashboard.Brokers.RabbitMq.Diagnosis;

/// <summary>One way in which RabbitMQ is seen to be stuck.</summary>
internal interface ISignal
{
    SignalDefinition Definition { get; }

    /// <summary>Reports the rows that look wrong. Called only when all that the definition needs is known. A missing cell is NaN: no comparison holds.</summary>
    void Judge(RabbitMqFacts facts, SymptomSink symptoms);
}
