using System.Globalization;
using Dashboard.Core.Decoding;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages.Comparing;

/// <summary>
/// Compares two messages: facts, keys, properties, headers, and bodies as they are shown (JSON, and what is decoded to JSON, without regard to white space and the order of keys).
/// Which decoders were chosen stands in the address, as on a message's own page.
/// </summary>
public sealed partial class MessageCompare : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private Comparison? _compared;
    private string? _decoder;
    private string? _keyDecoder;
    private IReadOnlyList<FieldDiff> _facts = [];
    private IReadOnlyList<FieldDiff> _properties = [];
    private IReadOnlyList<FieldDiff> _headers = [];
    private BodyDiff? _body;
    private bool _isRecord;
    private bool _isKeySame;
    private bool _partly;
    private bool _onlyDifferences;

    [Parameter, EditorRequired]
    public MessageEnvelope Left { get; set; } = default!;

    [Parameter, EditorRequired]
    public MessageEnvelope Right { get; set; } = default!;

    [Inject]
    private PayloadReading Payloads { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private IReadOnlyList<PayloadDecoderChoice> Choices => Payloads.DecoderOf(Left.Source.Connection).Decoders;

    private int Differences => _properties.Count(f => !f.IsSame) + _headers.Count(f => !f.IsSame);

    private bool IsSame => Differences == 0 && _isKeySame && _body is { IsSame: true };

    private string Verdict => _body is null ? "Comparing…"
        : IsSame ? $"{(_isRecord ? "Key" : "Properties")}, headers and body are the same."
        : $"{(_isRecord ? RecordVerdict : FieldsVerdict)}; the bodies {(_body.IsSame ? "are the same" : _body.HasSameValues ? "hold the same values" : "differ")}.";

    private string FieldsVerdict => Differences == 0 ? "Properties and headers are the same" : $"{Figures.Plural(Differences, "property or header", "properties or headers")} differ";

    private string RecordVerdict => $"The keys {(_isKeySame ? "are the same" : "differ")}; {(Differences == 0 ? "the headers are the same" : $"{Figures.Plural(Differences, "header differs", "headers differ")}")}";

    public void Dispose()
    {
        if (_disposal.IsCancellationRequested)
            return;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    protected override Task OnParametersSetAsync()
    {
        _decoder = DecoderAddress.Of(Navigation, PayloadPart.Value);
        _keyDecoder = DecoderAddress.Of(Navigation, PayloadPart.Key);
        return CompareAsync();
    }

    private Task ChooseDecoderAsync(string? id)
    {
        DecoderAddress.Keep(Navigation, PayloadPart.Value, _decoder = id);
        return CompareAsync();
    }

    private Task ChooseKeyDecoderAsync(string? id)
    {
        DecoderAddress.Keep(Navigation, PayloadPart.Key, _keyDecoder = id);
        return CompareAsync();
    }

    private async Task CompareAsync()
    {
        var comparison = new Comparison(Left, Right, _decoder, _keyDecoder);
        if (comparison.Equals(_compared))
            return;
        var (left, right) = (Left, Right);
        _compared = comparison;
        _isRecord = left.Partition is not null || right.Partition is not null;
        _isKeySame = left.Key is null == right.Key is null && (left.Key ?? default).Span.SequenceEqual((right.Key ?? default).Span);
        _facts = FieldDiff.Of(FactsOf(left, TextOf(left.Key)), FactsOf(right, TextOf(right.Key)));
        _properties = FieldDiff.Of(left.Properties, right.Properties);
        _headers = FieldDiff.Of(left.Headers, right.Headers);
        _partly = left.IsBodyTruncated || right.IsBodyTruncated;
        _body = null;
        BodyDiff body;
        (string Left, string Right) keys;
        try
        {
            (keys, body) = await Task.Run(async () => (await KeysAsync(comparison, _disposal.Token), await DiffAsync(comparison, _disposal.Token)), _disposal.Token);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            return;
        }

        // Other messages or another decoder may have been chosen meanwhile.
        if (!comparison.Equals(_compared))
            return;
        _facts = FieldDiff.Of(FactsOf(left, keys.Left), FactsOf(right, keys.Right));
        _body = body;
    }

    private async Task<(string Left, string Right)> KeysAsync(Comparison comparison, CancellationToken cancellationToken)
        => (await KeyOfAsync(comparison.Left, comparison.KeyDecoder, cancellationToken), await KeyOfAsync(comparison.Right, comparison.KeyDecoder, cancellationToken));

    private async Task<string> KeyOfAsync(MessageEnvelope message, string? decoder, CancellationToken cancellationToken)
        => message.Key is not null
            && await Payloads.ReadAsync(message.Source.Connection, PayloadRequest.ForKey(message, decoder), cancellationToken) is { IsRead: true } payload
                ? MessageRow.KeyText(payload.Text.Span)
                : TextOf(message.Key);

    private static string TextOf(ReadOnlyMemory<byte>? key) => key is { } bytes ? MessageRow.KeyText(bytes.Span) : "null";

    private async Task<BodyDiff> DiffAsync(Comparison comparison, CancellationToken cancellationToken)
    {
        var (left, right) = (comparison.Left, comparison.Right);
        if (left.IsTombstone != right.IsTombstone)
            return new BodyDiff(false, null, $"The {(left.IsTombstone ? "first" : "second")} has a null value, which is not an empty one.");
        var (before, after) = (BodyDecoder.Decode(left), BodyDecoder.Decode(right));
        if (before.Content.Span.SequenceEqual(after.Content.Span))
            return new BodyDiff(true, null, null);
        var (one, other) = (await ReadAsync(left, before, comparison.Decoder, cancellationToken), await ReadAsync(right, after, comparison.Decoder, cancellationToken));
        var diff = BodyDiff.Of(one.Shown, other.Shown, ignoresKeyOrder: true);
        var how = How(one.Payload, other.Payload);
        if (how.Length == 0)
            return diff;
        return diff.IsSame ? BodyDiff.SameValues($"The same values: only their bytes differ. {how}") : diff with { Note = $"{diff.Note} {how}".TrimStart() };
    }

    private async Task<(ReadOnlyMemory<byte> Shown, DecodedPayload? Payload)> ReadAsync(MessageEnvelope message, DecodedBody body, string? decoder, CancellationToken cancellationToken)
    {
        var request = PayloadRequest.ForValue(message, body.Content, body.IsContentTruncated || body.IsRawTruncated, decoder);
        var payload = await Payloads.ReadAsync(message.Source.Connection, request, cancellationToken);
        return (payload is { IsRead: true } ? payload.Text : body.Content, payload);
    }

    /// <summary>How the bodies were read, and why one was not; empty where both stand as they are.</summary>
    private static string How(DecodedPayload? one, DecodedPayload? other)
    {
        var sentences = new List<string>();
        var (left, right) = (one is { IsRead: true } ? one.Title : null, other is { IsRead: true } ? other.Title : null);
        if (left is not null || right is not null)
            sentences.Add($"Read as {left ?? "it is"}{(left == right ? "" : $" and as {right ?? "it is"}")}.");
        if (one is { IsRead: false })
            sentences.Add($"The first was not decoded ({one.Title}): {one.Problem}.");
        if (other is { IsRead: false })
            sentences.Add($"The second was not decoded ({other.Title}): {other.Problem}.");
        return VisibleText.Line(string.Join(' ', sentences), 1_500);
    }

    private static string Heading(MessageEnvelope message) => $"Position {MessagePlace.Words(message)}";

    private IReadOnlyList<FieldDiff> Shown(IReadOnlyList<FieldDiff> fields) => _onlyDifferences ? [.. fields.Where(f => !f.IsSame)] : fields;

    private IReadOnlyList<MessageField> FactsOf(MessageEnvelope message, string key) =>
    [
        _isRecord ? new("Key", new TextValue(key)) : new("Routing key", new TextValue(message.RoutingKey ?? "")),
        new("Published", new TextValue(message.Timestamp?.ToString("O", CultureInfo.InvariantCulture) ?? "not told")),
        new("Size", new TextValue(message.IsTombstone ? "null value" : Figures.PluralExact(message.BodySize, "byte"))),
        new("Message id", new TextValue(message.Identity.MessageId ?? "none")),
        new("Fingerprint", new TextValue(message.Identity.Fingerprint)),
    ];

    /// <summary>What is compared, and how it is read.</summary>
    private sealed record Comparison(MessageEnvelope Left, MessageEnvelope Right, string? Decoder, string? KeyDecoder)
    {
        // The messages themselves and not what they hold: that may be megabytes.
        public bool Equals(Comparison? other)
            => other is not null && ReferenceEquals(Left, other.Left) && ReferenceEquals(Right, other.Right) && Decoder == other.Decoder && KeyDecoder == other.KeyDecoder;

        public override int GetHashCode() => HashCode.Combine(Decoder, KeyDecoder);
    }
}
