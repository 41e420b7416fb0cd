using System.Globalization;
using System.Text;
using Dashboard.Core.Decoding.Compression;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <summary>The body of a message: as JSON, text, hex or base64; decoded, raw, or both.</summary>
public sealed partial class BodyView
{
    // Decoding this much takes a few milliseconds; more goes off the circuit's thread.
    private const int QuickBytes = 256 * 1024;

    private MessageEnvelope? _shown;
    private DecodedBody? _body;
    private BodyForm _form;
    private BodySide _side;
    private BytesPane? _pane;
    private string _wanted = "";
    private bool _notFound;
    private bool _copied;

    [Parameter, EditorRequired]
    public MessageEnvelope Message { get; set; } = default!;

    /// <summary>Asked for the bytes that were not read; without it there is no such button.</summary>
    [Parameter]
    public EventCallback OnWholeWanted { get; set; }

    [Inject]
    private MessageScripts Scripts { get; set; } = default!;

    private ReadOnlyMemory<byte> DecodedBytes => _form is not (BodyForm.Json or BodyForm.Text) ? _body!.Content
        : _payload is { IsRead: true } payload ? payload.Text
        : _body!.Text;

    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_shown, Message))
        {
            if (_body is not null && _shownDecoder != Decoder)
                await ReadPayloadAsync(Message, _body, Decoder);
            return;
        }

        var message = _shown = Message;
        (_notFound, _copied) = (false, false);
        DecodedBody decoded;
        if (message.Body.Length <= QuickBytes && !MayExpand(message))
        {
            decoded = BodyDecoder.Decode(message);
        }
        else
        {
            _body = null;
            decoded = await Task.Run(() => BodyDecoder.Decode(message), CancellationToken.None);
        }

        // Another message may have been opened meanwhile.
        if (!ReferenceEquals(message, _shown))
            return;
        _body = decoded;
        await ReadPayloadAsync(message, decoded, Decoder);
    }

    private static bool MayExpand(MessageEnvelope message)
        => message.ContentEncoding is not null || EncodedBody.Recognised(message.Body.Span) is not null;

    private static string NameOf(BodyForm form) => form switch
    {
        BodyForm.Json => "JSON",
        BodyForm.Base64 => "Base64",
        _ => form.ToString(),
    };

    private static string NameOf(BodySide side) => side == BodySide.Both ? "Side by side" : side.ToString();

    private void Choose(BodyForm form)
    {
        _form = form;
        _notFound = _copied = false;
    }

    private async Task FindAsync(bool backwards) => _notFound = _pane is not null && !await _pane.FindAsync(_wanted, backwards);

    // The whole text up to what a clipboard takes well; beyond that the part on the screen.
    private async Task CopyAsync()
    {
        var bytes = _side == BodySide.Raw ? _body!.Raw : DecodedBytes;
        var text = _form switch
        {
            BodyForm.Base64 => Convert.ToBase64String(bytes.Span[..Math.Min(bytes.Length, 768 * 1024)]),
            BodyForm.Hex => HexText(bytes.Span[..Math.Min(bytes.Length, 64 * 1024)]),
            _ => Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, 1024 * 1024)]),
        };
        await ScriptCalls.QuietlyAsync(() => Scripts.CopyAsync(text).AsTask());
        _copied = true;
    }

    private static string HexText(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < HexDump.LineCount(bytes.Length); i++)
        {
            var line = HexDump.Line(bytes, i);
            text.Append(line.Offset).Append("  ").Append(line.Hex.PadRight(49)).Append("  ").Append(line.Ascii).Append('\n');
        }

        return text.ToString();
    }

    // Always as bytes: whatever is inside, the browser stores it and does not open it.
    private async Task DownloadAsync()
    {
        var (bytes, suffix) = _side == BodySide.Raw || !IsDecoded ? (_body!.Raw, "") : (_payload is { IsRead: true } payload ? payload.Text : _body!.Content, "-decoded");
        var name = $"message-{Message.Position.ToString(CultureInfo.InvariantCulture)}-{Message.Identity.Fingerprint[..8]}{suffix}.bin";
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        await ScriptCalls.QuietlyAsync(() => Scripts.DownloadAsync(name, "application/octet-stream", stream).AsTask());
    }

    private enum BodySide
    {
        Decoded,
        Raw,
        Both,
    }
}
