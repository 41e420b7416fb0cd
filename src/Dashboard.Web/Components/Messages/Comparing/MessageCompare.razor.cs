using System.Globalization;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages.Comparing;

/// <summary>Compares two messages: facts, properties, headers, and bodies (JSON without regard to white space and the order of keys).</summary>
public sealed partial class MessageCompare
{
    private (MessageEnvelope Left, MessageEnvelope Right)? _compared;
    private IReadOnlyList<FieldDiff> _facts = [];
    private IReadOnlyList<FieldDiff> _properties = [];
    private IReadOnlyList<FieldDiff> _headers = [];
    private BodyDiff? _body;
    private bool _partly;
    private bool _onlyDifferences;

    [Parameter, EditorRequired]
    public MessageEnvelope Left { get; set; } = default!;

    [Parameter, EditorRequired]
    public MessageEnvelope Right { get; set; } = default!;

    private int Differences => _properties.Count(f => !f.IsSame) + _headers.Count(f => !f.IsSame);

    private bool IsSame => Differences == 0 && _body is { IsSame: true };

    private string Verdict => _body is null ? "Comparing…"
        : IsSame ? "Properties, headers and body are the same."
        : $"{(Differences == 0 ? "Properties and headers are the same" : $"{Figures.Plural(Differences, "property or header", "properties or headers")} differ")}; the bodies {(_body.IsSame ? "are the same" : _body.Lines is null && _body.Note?.StartsWith("The same JSON", StringComparison.Ordinal) == true ? "hold the same JSON values" : "differ")}.";

    protected override async Task OnParametersSetAsync()
    {
        if (_compared is { } done && ReferenceEquals(done.Left, Left) && ReferenceEquals(done.Right, Right))
            return;
        var (left, right) = (Left, Right);
        _compared = (left, right);
        _facts = FieldDiff.Of(FactsOf(left), FactsOf(right));
        _properties = FieldDiff.Of(left.Properties, right.Properties);
        _headers = FieldDiff.Of(left.Headers, right.Headers);
        _partly = left.IsBodyTruncated || right.IsBodyTruncated;
        _body = null;
        var body = await Task.Run(() => BodyDiff.Of(BodyDecoder.Decode(left).Content, BodyDecoder.Decode(right).Content, ignoresKeyOrder: true));
        if (ReferenceEquals(left, Left) && ReferenceEquals(right, Right))
            _body = body;
    }

    private static string Heading(MessageEnvelope message) => $"Position {MessagePlace.Words(message)}";

    private IReadOnlyList<FieldDiff> Shown(IReadOnlyList<FieldDiff> fields) => _onlyDifferences ? [.. fields.Where(f => !f.IsSame)] : fields;

    private static IReadOnlyList<MessageField> FactsOf(MessageEnvelope message) =>
    [
        new("Routing key", new TextValue(message.RoutingKey ?? "")),
        new("Published", new TextValue(message.Timestamp?.ToString("O", CultureInfo.InvariantCulture) ?? "not told")),
        new("Size", new TextValue(Figures.PluralExact(message.BodySize, "byte"))),
        new("Message id", new TextValue(message.Identity.MessageId ?? "none")),
        new("Fingerprint", new TextValue(message.Identity.Fingerprint)),
    ];
}
