using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Tests.Shared.Operations;

/// <summary>Edits the queues of a fake broker; scriptable like it.</summary>
public sealed class FakeEditor : IObjectEditor
{
    /// <summary>Names that are there.</summary>
    public HashSet<string> Names { get; } = [];

    /// <summary>Names that are as every change would have them.</summary>
    public HashSet<string> AsWanted { get; } = [];

    /// <summary>Names in the order in which they were applied.</summary>
    public List<string> Applied { get; } = [];

    /// <summary>Decides what an application answers; null does it.</summary>
    public Func<ObjectChange, ChangeResult?> Answer { get; set; } = _ => null;

    public Func<ObjectChange, Task> Before { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<ObjectKind> Kinds { get; } =
    [
        new("queue", "queue", "queues")
        {
            Actions =
            [
                new(ChangeVerb.Create, "New queue")
                {
                    Fields =
                    [
                        new("name", "Name", FieldType.Text) { IsRequired = true, Help = "What it is called." },
                        new("type", "Type", FieldType.Choice) { Default = "plain", IsRequired = true, Choices = [new("plain", "plain"), new("log", "log")] },
                        new("limit", "Limit", FieldType.Integer) { Min = 1, When = new FieldCondition("type", "plain"), Group = "Limits" },
                        new("age", "Age", FieldType.Duration) { When = new FieldCondition("type", "log"), Group = "Limits" },
                        new("route", "Route", FieldType.Text) { AllowsEmpty = true, Group = "Limits" },
                        new("others", "Others", FieldType.Table) { Group = "Others" },
                    ],
                },
                new(ChangeVerb.Edit, "Edit") { Unavailable = "Queues stay as they are." },
                new(ChangeVerb.Delete, "Delete") { IsForMany = true },
                new(ChangeVerb.Purge, "Purge at once") { IsForMany = true },
            ],
        },
    ];

    public static ObjectChange Create(string name) => new() { Verb = ChangeVerb.Create, Kind = "queue", Values = ChangeValues.Of(("name", name)) };

    public static ObjectChange On(ChangeVerb verb, string name) => new() { Verb = verb, Kind = "queue", Key = RowKey.Of(name) };

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public ObjectName NameOf(ObjectChange change) => new(change.Kind, change.Key?.Parts[0] ?? change.Values.Text("name") ?? "");

    public IReadOnlyList<FieldMistake> Check(ObjectChange change)
        => Kinds[0].Action(change.Verb) is { Unavailable: null } action ? FormCheck.Of(action.Fields, change.Values) : [new(null, "That cannot be done.")];

    public string Preview(ObjectChange change) => $"{change.Verb} {NameOf(change).Name} {JsonSerializer.Serialize(change.Values)}";

    public Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(string kind, RowKey key, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyDictionary<string, JsonElement>?>(Names.Contains(key.Parts[0]) ? ChangeValues.Of(("name", key.Parts[0])) : null);

    public Task<ChangeForecast> ForecastAsync(ObjectChange change, CancellationToken cancellationToken) => Task.FromResult(
        change.Verb == ChangeVerb.Create ? new ChangeForecast()
        : !Names.Contains(NameOf(change).Name) ? new ChangeForecast { IsGone = true }
        : AsWanted.Contains(NameOf(change).Name) ? new ChangeForecast { ChangesNothing = true }
        : new ChangeForecast { Losses = [new(3, "message is lost", "messages are lost")], Consequences = [new(Tone.Bad, "Its messages go with it.")] });

    public async Task<ChangeResult> ApplyAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        await Before(change);
        var name = NameOf(change).Name;
        Applied.Add(name);
        if (Answer(change) is { } answer)
            return answer;
        if (change.Verb == ChangeVerb.Create)
            return new(Names.Add(name) ? ChangeEnd.Done : ChangeEnd.Refused, "made");
        return new(change.Verb == ChangeVerb.Purge || Names.Remove(name) ? ChangeEnd.Done : ChangeEnd.Gone, "deleted");
    }

    public Task<ChangeResult> LookBackAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        var isThere = Names.Contains(NameOf(change).Name);
        return Task.FromResult(isThere == (change.Verb == ChangeVerb.Create)
            ? new ChangeResult(ChangeEnd.Done, "it is as it was wanted")
            : new ChangeResult(ChangeEnd.Refused, "it is as it was before"));
    }
}
