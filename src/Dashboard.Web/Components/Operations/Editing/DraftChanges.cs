using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Messages.Comparing;
using Dashboard.Web.Components.Operations.Publishing;

namespace Dashboard.Web.Components.Operations.Editing;

/// <summary>What a form makes different of the message it was filled with. Immutable.</summary>
public sealed class DraftChanges
{
    private readonly ReadOnlyMemory<byte> _originalBody;
    private readonly string _originalHash;
    private readonly IReadOnlyList<MessageField> _originalProperties;
    private readonly IReadOnlyList<MessageField> _originalHeaders;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly IReadOnlyList<MessageField> _properties;
    private readonly IReadOnlyList<MessageField> _headers;

    private DraftChanges(
        (ReadOnlyMemory<byte> Body, string Hash, IReadOnlyList<MessageField> Properties, IReadOnlyList<MessageField> Headers) original,
        ReadOnlyMemory<byte> body,
        IReadOnlyList<MessageField> properties,
        IReadOnlyList<MessageField> headers)
    {
        (_originalBody, _originalHash, _originalProperties, _originalHeaders) = original;
        (_body, _properties, _headers) = (body, properties, headers);
        Body = BodyDiff.Of(_originalBody, body, ignoresKeyOrder: false);
        PropertyDiffs = [.. FieldDiff.Of(_originalProperties, properties).Where(f => !f.IsSame)];
        HeaderDiffs = [.. FieldDiff.Of(_originalHeaders, headers).Where(f => !f.IsSame)];
    }

    public BodyDiff Body { get; }

    /// <summary>Properties and headers that differ.</summary>
    public IReadOnlyList<FieldDiff> Fields => [.. PropertyDiffs, .. HeaderDiffs];

    public bool IsNone => Body.IsSame && PropertyDiffs.Count == 0 && HeaderDiffs.Count == 0;

    private IReadOnlyList<FieldDiff> PropertyDiffs { get; }

    private IReadOnlyList<FieldDiff> HeaderDiffs { get; }

    /// <summary>Nothing is changed yet: what the form made of the message is what changes are measured by.</summary>
    public static DraftChanges Begin(MessageEnvelope message, PublishDraft draft, IReadOnlyList<PropertyDefinition> definitions)
    {
        var (properties, headers) = (draft.ReadProperties(definitions), draft.ReadHeaders());
        return new DraftChanges((message.Body, MessageEdit.HashOf(message.Body.Span), properties, headers), message.Body, properties, headers);
    }

    /// <summary>The changes of the form as it stands now; where the form cannot be read, that part stays as it was read last.</summary>
    public DraftChanges With(PublishDraft draft, IReadOnlyList<PropertyDefinition> definitions)
        => new(
            (_originalBody, _originalHash, _originalProperties, _originalHeaders),
            draft.Body.Read(out _) ?? _body,
            draft.ReadProperties(definitions),
            draft.ReadHeaders());

    /// <summary>The edit for an intent: null parts stay as they are in the original.</summary>
    public MessageEdit ToEdit() => new(_originalHash)
    {
        Body = Body.IsSame ? default(ReadOnlyMemory<byte>?) : _body,
        Properties = PropertyDiffs.Count == 0 ? null : _properties,
        Headers = HeaderDiffs.Count == 0 ? null : _headers,
    };
}
