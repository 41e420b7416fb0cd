using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Filtering.Raw;

/// <summary>
/// Texts that a JSON body must hold. JSON can write any character as <c>\u</c> escape, so a body with such escapes is never excluded; nor is one that does
/// not look like an object or a list, because the filter cannot judge it, and that is to be counted.
/// </summary>
internal sealed class JsonNeed(JsonText[] texts) : RawNeed
{
    public static RawNeed? Of(IEnumerable<JsonText> names, IEnumerable<JsonText> values)
    {
        // The value first: it is rarer than the name.
        JsonText[] texts = [.. values, .. names];
        return texts.Length == 0 ? null : new JsonNeed(texts);
    }

    public override bool MayMatch(RawMessage message)
    {
        foreach (var text in texts)
        {
            if (!text.MayBeIn(message.Body))
                return !LooksLikeJson(message.Body) || message.Body.IndexOf("\\u"u8) >= 0;
        }

        return true;
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> body)
    {
        var trimmed = body.Trim(" \t\r\n"u8);
        return trimmed.Length >= 2 && (trimmed[0], trimmed[^1]) is ((byte)'{', (byte)'}') or ((byte)'[', (byte)']');
    }
}

/// <summary>A text inside JSON.</summary>
/// <param name="bytes">As it stands there without escapes.</param>
internal sealed class JsonText(byte[] bytes)
{
    /// <summary>It may stand there in any case; null where it must be exact.</summary>
    public AnyCaseText? AnyCase { get; init; }

    /// <summary>Another way of writing it; null for none.</summary>
    public byte[]? OrElse { get; init; }

    /// <summary>It is a whole number, which can be written with an exponent, or as a fraction that rounds to it.</summary>
    public bool IsNumber { get; init; }

    public bool MayBeIn(ReadOnlySpan<byte> body)
    {
        if (AnyCase is not null)
            return AnyCase.IsIn(body);
        if (body.IndexOf(bytes) >= 0 || (OrElse is not null && body.IndexOf(OrElse) >= 0))
            return true;
        return IsNumber && (body.IndexOf("999999"u8) >= 0 || HasExponent(body));
    }

    private static bool HasExponent(ReadOnlySpan<byte> body)
    {
        for (var at = 0; ; at++)
        {
            var found = body[at..].IndexOfAny((byte)'e', (byte)'E');
            if (found < 0)
                return false;
            at += found;
            if (at > 0 && body[at - 1] is (>= (byte)'0' and <= (byte)'9') or (byte)'.')
                return true;
        }
    }
}
