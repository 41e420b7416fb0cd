using Dashboard.Core.Decoding;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <summary>One message: in words, its properties and headers, its body.</summary>
public sealed partial class MessageView
{
    private MessageEnvelope? _told;
    private IReadOnlyList<string> _story = [];
    private string? _decoder;
    private string? _keyDecoder;

    [Parameter, EditorRequired]
    public MessageEnvelope Message { get; set; } = default!;

    /// <summary>Asked for the rest of a body that was read in part.</summary>
    [Parameter]
    public EventCallback OnWholeWanted { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnParametersSet()
    {
        _decoder = DecoderAddress.Of(Navigation, PayloadPart.Value);
        _keyDecoder = DecoderAddress.Of(Navigation, PayloadPart.Key);
        if (ReferenceEquals(_told, Message))
            return;
        _told = Message;
        _story = MessageStory.Tell(Message, Time.GetUtcNow());
    }

    private void ChooseDecoder(string? id) => DecoderAddress.Keep(Navigation, PayloadPart.Value, _decoder = id);

    private void ChooseKeyDecoder(string? id) => DecoderAddress.Keep(Navigation, PayloadPart.Key, _keyDecoder = id);
}
