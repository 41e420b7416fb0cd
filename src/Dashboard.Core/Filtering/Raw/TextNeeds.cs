using System.Text;
using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Filtering.Raw;

/// <summary>Bytes that the body as a text must hold.</summary>
internal sealed class BodyNeed(string run) : RawNeed
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(run);

    public override bool MayMatch(RawMessage message) => message.Body.IndexOf(_bytes) >= 0;
}

/// <summary>A text that the body as a text must hold, in any case.</summary>
internal sealed class BodyTextNeed(string run) : RawNeed
{
    private readonly AnyCaseText _text = new(run);

    public override bool MayMatch(RawMessage message) => _text.IsIn(message.Body);
}

/// <summary>A text that must stand somewhere in the message. Headers are not looked into, nor are keys that a decoder may read: with them, it may.</summary>
internal sealed class AnywhereNeed(string run) : RawNeed
{
    private readonly AnyCaseText _text = new(run);

    public override bool MayMatch(RawMessage message) => message.HasHeaders || !MessagePayloads.IsPlain(message.Key) || _text.IsIn(message.Body) || _text.IsIn(message.Key);
}
