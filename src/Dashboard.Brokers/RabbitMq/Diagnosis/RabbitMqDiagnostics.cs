using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis;

/// <summary>Judges one RabbitMQ cluster by <see cref="RabbitMqSignals"/>. A signal is worked out anew only when a table it needs is a new one.</summary>
internal sealed class RabbitMqDiagnostics : IDiagnostics
{
    /// <summary>Consumers and rates older than this say nothing about now.</summary>
    private static readonly TimeSpan TooOld = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Remembered> _remembered = [];
    private readonly FactsMemo _memo = new();

    public IReadOnlyList<SignalDefinition> Signals { get; } = [.. RabbitMqSignals.All.Select(s => s.Definition)];

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public void Judge(DiagnosisInput input, SymptomSink symptoms)
    {
        var facts = new RabbitMqFacts(input, _memo);
        foreach (var signal in RabbitMqSignals.All)
        {
            if (!symptoms.Begin(signal.Definition))
                continue;
            object?[] basis = [.. signal.Definition.Needs.Select(n => input.Table(n.SectionId)), signal is IJudgesFigures ? input.Snapshot.Figures : null];
            if (!_remembered.TryGetValue(signal.Definition.Id, out var known) || !known.Basis.AsSpan().SequenceEqual(basis))
                _remembered[signal.Definition.Id] = known = new(basis, Work(signal, facts, input));
            symptoms.Repeat(known.Symptoms);
        }

        if (input.Table(QueuesSection.Id) is { } queues)
            NoteGaps(facts.Queues, queues, input.Now, symptoms);
    }

    private static IReadOnlyList<Symptom> Work(ISignal signal, RabbitMqFacts facts, DiagnosisInput input)
    {
        var own = new SymptomSink(input);
        signal.Judge(facts, own);
        return own.Symptoms;
    }

    /// <summary>Queues of which consumers and rates are not known, or not of now. Streams have neither.</summary>
    private static void NoteGaps(QueueColumns queues, SectionTable table, DateTimeOffset now, SymptomSink symptoms)
    {
        if (queues.Consumers.UnavailableReason is not null)
            return;
        var oldest = (now - TooOld).ToUnixTimeMilliseconds();
        for (var row = 0; row < table.RowCount; row++)
        {
            if (queues.IsStream(row))
                continue;
            if (!queues.Consumers.HasValue(row) || !queues.Ready.HasValue(row) || (queues.Deliver.UnavailableReason is null && !queues.Deliver.HasValue(row)))
                symptoms.NotKnown(table, row, "Consumers and rates were not read yet, or the broker does not tell them for this queue.");
            else if (queues.Consumers.ReadAtMilliseconds is { } readAt && readAt[row] < oldest)
                symptoms.NotKnown(table, row, "Consumers and rates are older than 5 minutes.");
        }
    }

    private sealed record Remembered(object?[] Basis, IReadOnlyList<Symptom> Symptoms);
}

/// <summary>Marks a signal that reads figures of the connection and not only its tables.</summary>
internal interface IJudgesFigures;
