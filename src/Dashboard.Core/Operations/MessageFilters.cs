using Dashboard.Core.Capabilities;
using Dashboard.Core.Filtering;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations;

/// <summary>Turns filter texts into tests on messages.</summary>
/// <param name="parse">The parser of the one filter grammar.</param>
/// <param name="rowOf">How a message is asked for values.</param>
public sealed class MessageFilters(Func<string, FilterParse> parse, Func<MessageEnvelope, IFilterRow> rowOf)
{
    /// <summary>The test; everything passes an empty text.</summary>
    /// <exception cref="OperationRefusedException">The text is no filter; the message says where.</exception>
    public Func<MessageEnvelope, FilterVerdict> Compile(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return static _ => FilterVerdict.Yes;
        var parsed = parse(text);
        if (parsed.Filter is not { } filter)
            throw new OperationRefusedException($"The filter cannot be read at character {parsed.ErrorAt + 1}: {parsed.Error}");
        return message => filter.Judge(rowOf(message));
    }

    /// <summary>What excludes messages by their bytes, without reading them; null where the text, or the filter, does not allow it.</summary>
    public RawMessageTest? RawTest(string text) => string.IsNullOrWhiteSpace(text) ? null : parse(text).Filter?.RawTest;
}
