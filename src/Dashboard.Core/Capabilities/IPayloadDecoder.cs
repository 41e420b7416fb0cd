using Dashboard.Core.Decoding;

namespace Dashboard.Core.Capabilities;

/// <summary>
/// Reads keys and values that are neither text nor JSON. A connection that has none is served by <see cref="PayloadDecoder.Neutral"/>.
/// Never throws for any bytes: what cannot be read comes back with its reason.
/// </summary>
public interface IPayloadDecoder : ICapability
{
    /// <summary>What can be chosen, in the order of a menu; "find one" is not among them.</summary>
    IReadOnlyList<PayloadDecoderChoice> Decoders { get; }

    /// <summary>Decodes from memory alone, for filters and lists. Cost is in proportion to the payload.</summary>
    /// <param name="request">The bytes.</param>
    /// <param name="decoded">What was read; null where no decoder was asked for and none recognised the bytes.</param>
    /// <returns>False where something has to be fetched first: <see cref="DecodeAsync"/> fetches it, and a later call succeeds.</returns>
    bool TryDecode(PayloadRequest request, out DecodedPayload? decoded);

    /// <summary>Decodes, and fetches a schema where one is needed, within the time limit of its source.</summary>
    /// <returns>Null where no decoder was asked for and none recognised the bytes.</returns>
    ValueTask<DecodedPayload?> DecodeAsync(PayloadRequest request, CancellationToken cancellationToken);
}
