using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Operations.Publishing;
using Dashboard.Web.Components.Operations.Templates;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations;

/// <summary>Writes a message, shows where it would arrive, publishes it and tells the fate of each copy.</summary>
public sealed partial class PublishDialog
{
    private readonly string _id = "b" + Guid.NewGuid().ToString("N")[..8];
    private readonly CancellationTokenSource _disposal = new();
    private PublishDraft _draft = new();
    private Job? _job;
    private OutcomePage? _outcomes;
    private bool _isPublishing;

    /// <summary>Where it goes unless another target is chosen.</summary>
    [Parameter, EditorRequired]
    public DestinationRef Destination { get; set; } = default!;

    /// <summary>A message to begin with: to publish it again, changed or not.</summary>
    [Parameter]
    public MessageEnvelope? Prefill { get; set; }

    /// <summary>A link to this form with its prefill; null for none.</summary>
    [Parameter]
    public string? Link { get; set; }

    [Inject]
    private IJobBoard Board { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IConnectionRegistry Connections { get; set; } = default!;

    protected override OperationIntent? Intent => _draft.ToIntent(Definitions);

    private PublishForm Form => Connections.Find((_draft.Target ?? Destination).Connection)?.Find<IMessagePublisher>()?.Form ?? PublishForm.HeadersOnly;

    private IReadOnlyList<PropertyDefinition> Definitions => PropertyDefinition.Of(Form);

    protected override void Start()
    {
        _draft = new PublishDraft { Target = Destination, At = Time.GetUtcNow() };
        if (Prefill is not null)
            _draft.Fill(Prefill, Definitions, IsTrace);
        (_job, _outcomes, _isPublishing) = (null, null, false);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_disposal.IsCancellationRequested)
            return;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private bool IsTrace(string header) => Connections.Find(Destination.Connection)?.Find<IMessagePublisher>()?.IsTrace(header) == true;

    private static string Text(ChangeEventArgs input) => input.Value as string ?? "";

    private Task EditAsync(Action edit)
    {
        edit();
        return ReplanSoonAsync();
    }

    private Task UseTemplateAsync(TemplateContent template)
    {
        _draft = template.ToDraft(Destination);
        _draft.At = Time.GetUtcNow();
        return ReplanAsync();
    }

    private Task OnTargetAsync(DestinationRef? target)
    {
        _draft.Target = target;
        return ReplanAsync();
    }

    private Task OnRepeatAsync(ChangeEventArgs input)
    {
        _draft.Repeat = int.TryParse(Text(input), NumberStyles.None, CultureInfo.InvariantCulture, out var repeat) ? repeat : 0;
        return ReplanSoonAsync();
    }

    private async Task PublishAsync()
    {
        if (Session is null)
            return;
        _isPublishing = true;
        (_job, _outcomes) = (null, null);
        try
        {
            if (await Session.SubmitAsync(Typed) is not { } job)
                return;
            _job = job;
            await FollowAsync(job.Id, _disposal.Token);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            _isPublishing = false;
        }

        // The next press is a publish of its own, with a plan and values of its own.
        _draft.Renew(Time.GetUtcNow());
        await ReplanAsync();
    }

    private async Task FollowAsync(string jobId, CancellationToken cancellationToken)
    {
        for (long version = 0; _job is { IsEnded: false } or null;)
        {
            version = await Board.WaitForChangeAsync(version, cancellationToken);
            if (await Board.FindAsync(jobId, cancellationToken) is not { } job)
                return;
            if (job != _job)
            {
                _job = job;
                StateHasChanged();
            }

            // A paused publish waits for the operator or the broker; its page has the buttons.
            if (job.State is JobState.Paused)
                break;
        }

        _outcomes = await Board.OutcomesAsync(jobId, new OutcomeSearch(Limit: 50), cancellationToken);
    }
}
