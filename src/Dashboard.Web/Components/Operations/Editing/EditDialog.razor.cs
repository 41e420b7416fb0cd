using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Operations.Publishing;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations.Editing;

/// <summary>Edits one message, shows what is changed, and replaces it by the edited copy in one job.</summary>
public sealed partial class EditDialog
{
    private readonly string _id = "e" + Guid.NewGuid().ToString("N")[..8];
    private PublishDraft _draft = new();
    private DraftChanges? _changes;
    private Where _where;

    /// <summary>The message, its body whole.</summary>
    [Parameter, EditorRequired]
    public MessageEnvelope Message { get; set; } = default!;

    /// <summary>A link to this form; null for none.</summary>
    [Parameter]
    public string? Link { get; set; }

    [Inject]
    private IConnectionRegistry Connections { get; set; } = default!;

    protected override OperationIntent? Intent => _changes is { } changes && Target is { } target && !Problems.Any()
        ? new OperationIntent
        {
            Kind = _where == Where.Origin ? OperationKind.Replay : OperationKind.Move,
            Connection = Message.Source.Connection,
            Source = Message.Source,
            Selection = new ChosenMessages([Message.Identity]),
            Target = target,
            Edit = changes.ToEdit(),
            // What stands in the form is what is sent, a TTL too.
            Options = new OperationOptions { KeepExpiration = true },
        }
        : null;

    private IReadOnlyList<PropertyDefinition> Definitions => PropertyDefinition.Of(Connections.Find(Message.Source.Connection)?.Find<IMessagePublisher>()?.Form);

    private TransferTarget? Target => _where switch
    {
        Where.Origin => new OriginTarget(ByOriginalRoute: false),
        Where.Source => new FixedTarget(new PublishAddress(Message.Source)),
        _ => _draft.Address is { } address ? new FixedTarget(address) : null,
    };

    private IEnumerable<string> Problems => _draft.Problems(Definitions);

    protected override void Start()
    {
        _draft = new PublishDraft { Target = Message.Source };
        _draft.Fill(Message, Definitions, header => Connections.Find(Message.Source.Connection)?.Find<IMessagePublisher>()?.IsTrace(header) == true);
        _where = Message.Deaths.Count > 0 ? Where.Origin : Where.Source;
        _changes = DraftChanges.Begin(Message, _draft, Definitions);
    }

    private Task OnEditedAsync()
    {
        _changes = _changes?.With(_draft, Definitions);
        return ReplanSoonAsync();
    }

    private Task WhereAsync(Where where)
    {
        _where = where;
        if (where == Where.Elsewhere)
            _draft.Target = null;
        else
            _draft.Target = Message.Source;
        return ReplanAsync();
    }

    private Task OnTargetAsync(DestinationRef? target)
    {
        _draft.Target = target;
        return ReplanAsync();
    }

    private Task OnKeyAsync(ChangeEventArgs input)
    {
        _draft.RoutingKey = input.Value as string ?? "";
        return ReplanSoonAsync();
    }

    private enum Where
    {
        Origin,
        Source,
        Elsewhere,
    }
}
