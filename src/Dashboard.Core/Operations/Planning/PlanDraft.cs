using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Planning;

/// <summary>A plan being made.</summary>
internal sealed class PlanDraft(OperationIntent intent)
{
    private readonly List<Consequence> _consequences = [];

    public OperationIntent Intent { get; } = intent;

    public string? Refusal { get; private set; }

    public Metric Messages { get; set; } = Metric.Unavailable("not asked");

    public List<AddressReach> Targets { get; } = [];

    /// <summary>The copies go to another connection, and that is marked as production.</summary>
    public bool IsTargetProduction { get; set; }

    /// <summary>See <see cref="OperationPlan.DeliveredBefore"/>.</summary>
    public long DeliveredBefore { get; set; }

    /// <summary>The source keeps its messages.</summary>
    public bool IsLog { get; set; }

    /// <summary>The first reason stays.</summary>
    public void Refuse(string? reason) => Refusal ??= reason;

    public void Add(Tone tone, string text) => _consequences.Add(new Consequence(tone, text));

    public void AddRange(IEnumerable<Consequence> consequences) => _consequences.AddRange(consequences);

    public OperationPlan Build(ConnectionInfo connection) => new()
    {
        PlanId = PlanStore.NewId(),
        Intent = Intent,
        Title = OperationWords.TitleOf(Intent),
        ConfirmLabel = Label(),
        Messages = Messages,
        Consequences = [.. _consequences.DistinctBy(one => one.Text).OrderByDescending(one => Weight(one.Tone))],
        MustType = connection.Environment.IsProduction || IsTargetProduction ? NameToType(connection) : null,
        Refusal = Refusal,
        Targets = Targets,
        DeliveredBefore = DeliveredBefore,
    };

    private string Label()
    {
        var verb = OperationWords.VerbOf(Intent.Kind);
        if (!Messages.IsAvailable)
            return $"{verb} messages";
        return Messages.Accuracy == MetricAccuracy.Approximate
            ? $"{verb} up to {OperationWords.Messages(Messages.Value)}"
            : $"{verb} {OperationWords.Messages(Messages.Value)}";
    }

    /// <summary>The name of what is changed: where messages are taken away, else where many are sent; of the connection, where they go to many places.</summary>
    private string? NameToType(ConnectionInfo connection)
    {
        var name = Intent switch
        {
            { Kind: OperationKind.Move, Target: FixedTarget target } when IsLog => target.Address.Destination.Name,
            { Kind: OperationKind.Purge or OperationKind.Move or OperationKind.Replay } => Intent.Source?.Name,
            { Kind: OperationKind.Publish, Options.Repeat: <= 1 } => null,
            { Message: { } message } => message.Address.Destination.Name,
            { Target: FixedTarget target } => target.Address.Destination.Name,
            { Kind: OperationKind.Restore or OperationKind.Copy } => connection.Name,
            _ => null,
        };
        return string.IsNullOrEmpty(name) ? null : name;
    }

    public static int Weight(Tone tone) => tone switch
    {
        Tone.Bad => 5,
        Tone.Warning => 4,
        Tone.Unknown => 3,
        Tone.Info => 2,
        Tone.Neutral => 1,
        _ => 0,
    };
}
