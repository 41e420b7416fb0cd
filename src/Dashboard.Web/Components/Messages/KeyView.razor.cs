using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Decoding;
using Dashboard.Core.Model;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <summary>The key of a message on one line: decoded, as text where it is text, else its bytes.</summary>
public sealed partial class KeyView : IDisposable
{
    private const int MaxCharacters = 500;

    private readonly CancellationTokenSource _disposal = new();
    private MessageEnvelope? _shown;
    private string? _shownDecoder;
    private DecodedPayload? _payload;
    private string _text = "";

    [Parameter, EditorRequired]
    public MessageEnvelope Message { get; set; } = default!;

    /// <summary>The chosen decoder; null where one is found.</summary>
    [Parameter]
    public string? Decoder { get; set; }

    [Parameter]
    public EventCallback<string?> DecoderChanged { get; set; }

    [Inject]
    private PayloadReading Payloads { get; set; } = default!;

    public void Dispose()
    {
        if (_disposal.IsCancellationRequested)
            return;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_shown, Message) && _shownDecoder == Decoder)
            return;
        var (message, decoder) = (_shown, _shownDecoder) = (Message, Decoder);
        (_payload, _text) = (null, TextOf((message!.Key ?? default).Span));
        DecodedPayload? payload;
        try
        {
            payload = await Payloads.ReadAsync(message.Source.Connection, PayloadRequest.ForKey(message, decoder), _disposal.Token);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            return;
        }

        // Another message or decoder may have been chosen meanwhile.
        if (!ReferenceEquals(message, _shown) || decoder != _shownDecoder)
            return;
        _payload = payload;
        if (payload is { IsRead: true })
            _text = TextOf(payload.Text.Span);
    }

    private static string TextOf(ReadOnlySpan<byte> bytes)
        => Utf8.IsValid(bytes) && bytes.IndexOfAnyInRange((byte)0, (byte)8) < 0
            ? VisibleText.Line(Encoding.UTF8.GetString(bytes), MaxCharacters)
            : Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, MaxCharacters / 2)]) + (bytes.Length > MaxCharacters / 2 ? "…" : "");
}
