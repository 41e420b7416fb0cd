using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations;

/// <summary>Actions on the selected rows of a grid.</summary>
public sealed partial class SelectionActions
{
    private IReadOnlyList<DestinationRef> _possible = [];
    private IReadOnlyList<DestinationRef> _chosen = [];
    private string? _reason;
    private bool _isOpen;

    /// <summary>The rows selected.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<DestinationRef> Destinations { get; set; } = [];

    [Inject]
    private ActionAvailability Availabilities { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            var actor = await CurrentActor.GetAsync();
            var answers = Destinations.Select(d => (Destination: d, Answer: Availabilities.Of(actor, DestinationAction.Purge, d))).ToList();
            _possible = [.. answers.Where(a => a.Answer.IsAvailable).Select(a => a.Destination)];
            _reason = answers.FirstOrDefault(a => !a.Answer.IsAvailable).Answer.Reason;
            if (_reason is not null && _possible.Count > 0)
                _reason = $"{Figures.Exact(answers.Count - _possible.Count)} left out: {_reason}";
        }
        catch (AccessDeniedException)
        {
            (_possible, _reason) = ([], "You are not signed in any more.");
        }
    }

    // The dialog keeps what was chosen when it opened, whatever the grid does meanwhile.
    private void Open()
    {
        if (_possible.Count > 0)
            (_chosen, _isOpen) = (_possible, true);
    }
}
