using Dashboard.Core.Capabilities;
using Dashboard.Core.Decoding;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <content>Decoded beginnings of bodies in the list.</content>
public sealed partial class MessagesPanel
{
    // A list rarely holds more schemas; a broken one is told once and not for each row.
    private const int MaxFetches = 10;

    [Inject]
    private PayloadReading Payloads { get; set; } = default!;

    private IPayloadDecoder Decoder => Payloads.DecoderOf(Destination.Connection);

    private MessageRow RowOf(MessageEnvelope message, int ordinal) => MessageRow.Of(message, ordinal, Decoder);

    /// <summary>Fetches the schemas the list needs, after it is shown, and draws its lines again.</summary>
    private async Task FetchSchemasAsync(MessageLook look)
    {
        var decoder = Decoder;
        var fetched = 0;
        try
        {
            foreach (var (i, message) in look.Messages.Index())
            {
                var request = PayloadRequest.ForValue(message, message.Body, isCut: false);
                if (!MessageRow.IsDecodedInLists(message, i) || decoder.TryDecode(request, out _))
                    continue;
                await decoder.DecodeAsync(request, Disposed);
                if (!ReferenceEquals(look, _look) || ++fetched == MaxFetches)
                    break;
            }
        }
        catch (OperationCanceledException) when (Disposed.IsCancellationRequested)
        {
            return;
        }

        if (fetched == 0 || !ReferenceEquals(look, _look))
            return;
        _rows = [.. _rows.Select((row, i) => RowOf(row.Message, i))];
        StateHasChanged();
    }
}
