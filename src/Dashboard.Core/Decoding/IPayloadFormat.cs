namespace Dashboard.Core.Decoding;

/// <summary>One way to read bytes. Never throws for any bytes.</summary>
public interface IPayloadFormat
{
    PayloadDecoderChoice Choice { get; }

    /// <summary>The bytes say themselves that they are this. Cheap: it is asked for each message of a list.</summary>
    bool Recognises(in PayloadRequest request);

    /// <summary>Reads from memory alone; false where something has to be fetched first.</summary>
    bool TryDecode(in PayloadRequest request, out DecodedPayload? decoded);

    /// <summary>Reads, and fetches what is needed.</summary>
    ValueTask<DecodedPayload?> DecodeAsync(PayloadRequest request, CancellationToken cancellationToken);
}
