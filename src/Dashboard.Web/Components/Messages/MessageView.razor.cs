using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <summary>One message: in words, its properties and headers, its body.</summary>
public sealed partial class MessageView
{
    private MessageEnvelope? _told;
    private IReadOnlyList<string> _story = [];

    [Parameter, EditorRequired]
    public MessageEnvelope Message { get; set; } = default!;

    /// <summary>Asked for the rest of a body that was read in part.</summary>
    [Parameter]
    public EventCallback OnWholeWanted { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_told, Message))
            return;
        _told = Message;
        _story = MessageStory.Tell(Message, Time.GetUtcNow());
    }
}
