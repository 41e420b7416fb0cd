using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Diagnosis;

/// <summary>Judges one Kafka cluster by <see cref="KafkaSignals"/>. A signal is worked out anew only when a table it needs is a new one.</summary>
internal sealed class KafkaDiagnostics : IDiagnostics
{
    private readonly Dictionary<string, Remembered> _remembered = [];

    public IReadOnlyList<SignalDefinition> Signals { get; } = [.. KafkaSignals.All.Select(s => s.Definition)];

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public void Judge(DiagnosisInput input, SymptomSink symptoms)
    {
        foreach (var signal in KafkaSignals.All)
        {
            if (!symptoms.Begin(signal.Definition))
                continue;
            object?[] basis = [.. signal.Definition.Needs.Select(n => input.Table(n.SectionId))];
            if (!_remembered.TryGetValue(signal.Definition.Id, out var known) || !known.Basis.AsSpan().SequenceEqual(basis))
                _remembered[signal.Definition.Id] = known = new(basis, Work(signal, input));
            symptoms.Repeat(known.Symptoms);
        }

        GroupSignals.NoteGaps(input, symptoms);
    }

    private static IReadOnlyList<Symptom> Work(ISignal signal, DiagnosisInput input)
    {
        var own = new SymptomSink(input);
        signal.Judge(input, own);
        return own.Symptoms;
    }

    private sealed record Remembered(object?[] Basis, IReadOnlyList<Symptom> Symptoms);
}
