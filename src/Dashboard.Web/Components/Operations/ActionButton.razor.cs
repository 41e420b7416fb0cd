using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Web.Auth;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations;

/// <summary>A button for one action on one destination, disabled with its reason where the right or the capability is missing.</summary>
public sealed partial class ActionButton
{
    private Availability _availability = Availability.No("Not known yet.");

    [Parameter, EditorRequired]
    public DestinationRef Destination { get; set; } = default!;

    [Parameter, EditorRequired]
    public DestinationAction Action { get; set; }

    [Parameter]
    public string? Label { get; set; }

    /// <summary>Another icon than the action's own; null for that.</summary>
    [Parameter]
    public string? IconName { get; set; }

    [Parameter]
    public string Class { get; set; } = "button small";

    [Parameter]
    public EventCallback OnPressed { get; set; }

    [Inject]
    private ActionAvailability Availabilities { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    private string OwnIcon => Action switch
    {
        DestinationAction.Publish => "send",
        DestinationAction.Purge => "trash",
        DestinationAction.Copy => "copy",
        DestinationAction.Replay => "replay",
        _ => "move",
    };

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            _availability = Availabilities.Of(await CurrentActor.GetAsync(), Action, Destination);
        }
        catch (AccessDeniedException)
        {
            _availability = Availability.No("You are not signed in any more.");
        }
    }

    private Task PressAsync() => _availability.IsAvailable ? OnPressed.InvokeAsync() : Task.CompletedTask;
}
