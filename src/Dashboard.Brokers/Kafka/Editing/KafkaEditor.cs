using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>The one editor of a connection: each kind of object has one of its own, and no two have the same kind.</summary>
internal sealed class KafkaEditor(IReadOnlyList<IObjectEditor> editors) : IObjectEditor
{
    public IReadOnlyList<ObjectKind> Kinds { get; } = [.. editors.SelectMany(one => one.Kinds)];

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public ObjectName NameOf(ObjectChange change) => Find(change.Kind)?.NameOf(change) ?? new ObjectName(change.Kind, change.Key?.Value ?? "");

    public IReadOnlyList<FieldMistake> Check(ObjectChange change)
        => Find(change.Kind)?.Check(change) ?? [new FieldMistake(null, $"Kafka has no '{change.Kind}' that one could {change.Verb.ToString().ToLowerInvariant()}.")];

    public string Preview(ObjectChange change) => Find(change.Kind)?.Preview(change) ?? "";

    public Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(string kind, RowKey key, CancellationToken cancellationToken)
        => (Find(kind) ?? throw new BrokerException($"Kafka has no '{kind}'.")).ReadAsync(kind, key, cancellationToken);

    public Task<ChangeForecast> ForecastAsync(ObjectChange change, CancellationToken cancellationToken) => Find(change.Kind)!.ForecastAsync(change, cancellationToken);

    public Task<ChangeResult> ApplyAsync(ObjectChange change, CancellationToken cancellationToken) => Find(change.Kind)!.ApplyAsync(change, cancellationToken);

    public Task<ChangeResult> LookBackAsync(ObjectChange change, CancellationToken cancellationToken) => Find(change.Kind)!.LookBackAsync(change, cancellationToken);

    private IObjectEditor? Find(string kind) => editors.FirstOrDefault(one => one.Kinds.Any(known => known.Id == kind));
}
