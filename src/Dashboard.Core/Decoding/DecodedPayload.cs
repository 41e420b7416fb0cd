namespace Dashboard.Core.Decoding;

/// <summary>What a decoder made of a payload, or why it could make nothing of it.</summary>
public sealed record DecodedPayload
{
    /// <summary>The decoder, see <see cref="PayloadDecoderChoice.Id"/>.</summary>
    public required string DecoderId { get; init; }

    /// <summary>How it was read, for people: <c>Avro, schema 12 'Order' v3 (registry)</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What came out, UTF-8; empty where <see cref="Problem"/> stands.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    public PayloadForm Form { get; init; }

    /// <summary>What the reader should know: that field types are guessed, for one. Null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Why it could not be read, a sentence without its full stop; null where it could.</summary>
    public string? Problem { get; init; }

    public bool IsRead => Problem is null;

    public static DecodedPayload Json(string decoderId, string title, ReadOnlyMemory<byte> json, string? note = null)
        => new() { DecoderId = decoderId, Title = title, Text = json, Form = PayloadForm.Json, Note = note };

    public static DecodedPayload Plain(string decoderId, string title, string text, string? note = null)
        => new() { DecoderId = decoderId, Title = title, Text = System.Text.Encoding.UTF8.GetBytes(text), Form = PayloadForm.Text, Note = note };

    public static DecodedPayload Failed(string decoderId, string title, string problem)
        => new() { DecoderId = decoderId, Title = title, Problem = problem };
}
