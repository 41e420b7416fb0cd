using Dashboard.Core.Decoding;
using Dashboard.Core.Model;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <content>What a decoder makes of the body once its encoding is undone.</content>
public sealed partial class BodyView : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private string? _shownDecoder;
    private DecodedPayload? _payload;
    private bool _isReading;

    /// <summary>The chosen decoder; null where one is found.</summary>
    [Parameter]
    public string? Decoder { get; set; }

    [Parameter]
    public EventCallback<string?> DecoderChanged { get; set; }

    [Inject]
    private PayloadReading Payloads { get; set; } = default!;

    private IReadOnlyList<PayloadDecoderChoice> Choices => Payloads.DecoderOf(Message.Source.Connection).Decoders;

    /// <summary>What is shown differs from what the broker holds.</summary>
    private bool IsDecoded => _body!.IsDecoded || _payload is { IsRead: true };

    public void Dispose()
    {
        if (_disposal.IsCancellationRequested)
            return;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    /// <summary>Reads the payload of the body that is shown; the bytes stand there until it is read.</summary>
    private async Task ReadPayloadAsync(MessageEnvelope message, DecodedBody body, string? decoder)
    {
        _shownDecoder = decoder;
        (_payload, _isReading, _form, _side) = (null, true, body.Suggested, BodySide.Decoded);
        DecodedPayload? payload;
        try
        {
            var request = PayloadRequest.ForValue(message, body.Content, body.IsContentTruncated || body.IsRawTruncated, decoder);
            payload = await Payloads.ReadAsync(message.Source.Connection, request, _disposal.Token);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            return;
        }

        if (!ReferenceEquals(message, _shown) || decoder != _shownDecoder)
            return;
        (_payload, _isReading) = (payload, false);
        if (payload is { IsRead: true })
            _form = payload.Form == PayloadForm.Json ? BodyForm.Json : BodyForm.Text;
    }
}
