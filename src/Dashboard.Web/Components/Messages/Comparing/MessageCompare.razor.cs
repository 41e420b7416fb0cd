using System.Globalization;
using Dashboard.Core.Decoding;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages.Comparing;

/// <summary>
/// Compares two messages: facts, keys, properties, headers, and bodies as they are shown (JSON, and what is decoded to JSON, without regard to white space and the order of keys).
/// </summary>
public sealed partial class MessageCompare : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private (MessageEnvelope Left, MessageEnvelope Right)? _compared;
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

    private int Differences => _properties.Count(f => !f.IsSame) + _headers.Count(f => !f.IsSame);

    private bool IsSame => Differences == 0 && _isKeySame && _body is { IsSame: true };

    private string Verdict => _body is null ? "Comparing…"
        : IsSame ? $"{(_isRecord ? "Key" : "Properties")}, headers and body are the same."
        : $"{(_isRecord ? RecordVerdict : FieldsVerdict)}; the bodies {(_body.IsSame ? "are the same" : _body.Lines is null && _body.Note?.StartsWith("The same JSON", StringComparison.Ordinal) == true ? "hold the same JSON values" : "differ")}.";

    private string FieldsVerdict => Differences == 0 ? "Properties and headers are the same" : $"{Figures.Plural(Differences, "property or header", "properties or headers")} differ";

    private string RecordVerdict => $"The keys {(_isKeySame ? "are the same" : "differ")}; {(Differences == 0 ? "the headers are the same" : $"{Figures.Plural(Differences, "header differs", "headers differ")}")}";

    public void Dispose()
    {
        if (_disposal.IsCancellationRequested)
            return;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_compared is { } done && ReferenceEquals(done.Left, Left) && ReferenceEquals(done.Right, Right))
            return;
        var (left, right) = (Left, Right);
        _compared = (left, right);
        _isRecord = left.Partition is not null || right.Partition is not null;
        _isKeySame = left.Key is null == right.Key is null && (left.Key ?? default).Span.SequenceEqual((right.Key ?? default).Span);
        _facts = FieldDiff.Of(FactsOf(left), FactsOf(right));
        _properties = FieldDiff.Of(left.Properties, right.Properties);
        _headers = FieldDiff.Of(left.Headers, right.Headers);
        _partly = left.IsBodyTruncated || right.IsBodyTruncated;
        _body = null;
        BodyDiff body;
        try
        {
            body = await Task.Run(() => DiffAsync(left, right, _disposal.Token), _disposal.Token);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            return;
        }

        if (ReferenceEquals(left, Left) && ReferenceEquals(right, Right))
            _body = body;
    }

    private async Task<BodyDiff> DiffAsync(MessageEnvelope left, MessageEnvelope right, CancellationToken cancellationToken)
    {
        if (left.IsTombstone != right.IsTombstone)
            return new BodyDiff(false, null, $"The {(left.IsTombstone ? "first" : "second")} has a null value, which is not an empty one.");
        var (before, after) = (BodyDecoder.Decode(left), BodyDecoder.Decode(right));
        if (before.Content.Span.SequenceEqual(after.Content.Span))
            return new BodyDiff(true, null, null);
        var (one, other) = (await ReadAsync(left, before, cancellationToken), await ReadAsync(right, after, cancellationToken));
        var diff = BodyDiff.Of(one.Shown, other.Shown, ignoresKeyOrder: true);
        if (one.Title is null && other.Title is null)
            return diff;
        var how = $"Read as {one.Title ?? "it is"}{(one.Title == other.Title ? "" : $" and as {other.Title ?? "it is"}")}.";
        return diff.IsSame ? new BodyDiff(false, null, $"The same JSON values: only their bytes differ. {how}") : diff with { Note = $"{diff.Note} {how}".TrimStart() };
    }

    private async Task<(ReadOnlyMemory<byte> Shown, string? Title)> ReadAsync(MessageEnvelope message, DecodedBody body, CancellationToken cancellationToken)
    {
        var request = PayloadRequest.ForValue(message, body.Content, body.IsContentTruncated || body.IsRawTruncated);
        return await Payloads.ReadAsync(message.Source.Connection, request, cancellationToken) is { IsRead: true } payload ? (payload.Text, payload.Title) : (body.Content, null);
    }

    private static string Heading(MessageEnvelope message) => $"Position {MessagePlace.Words(message)}";

    private IReadOnlyList<FieldDiff> Shown(IReadOnlyList<FieldDiff> fields) => _onlyDifferences ? [.. fields.Where(f => !f.IsSame)] : fields;

    private IReadOnlyList<MessageField> FactsOf(MessageEnvelope message) =>
    [
        _isRecord ? new("Key", new TextValue(message.Key is null ? "null" : MessageRow.Of(message, 0, Payloads.DecoderOf(message.Source.Connection)).Key!)) : new("Routing key", new TextValue(message.RoutingKey ?? "")),
        new("Published", new TextValue(message.Timestamp?.ToString("O", CultureInfo.InvariantCulture) ?? "not told")),
        new("Size", new TextValue(message.IsTombstone ? "null value" : Figures.PluralExact(message.BodySize, "byte"))),
        new("Message id", new TextValue(message.Identity.MessageId ?? "none")),
        new("Fingerprint", new TextValue(message.Identity.Fingerprint)),
    ];
}
