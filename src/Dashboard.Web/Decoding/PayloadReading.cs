using Dashboard.Core.Capabilities;
using Dashboard.Core.Decoding;
using Dashboard.Core.Model;

namespace Dashboard.Web.Decoding;

/// <summary>Finds the decoder of a connection; one that has none is served by those that need no broker.</summary>
public sealed class PayloadReading(IConnectionRegistry connections)
{
    // Decoding this much takes a few milliseconds; more goes off the circuit's thread.
    private const int QuickBytes = 256 * 1024;

    public IPayloadDecoder DecoderOf(ConnectionId connection) => connections.Find(connection)?.Find<IPayloadDecoder>() ?? PayloadDecoder.Neutral;

    /// <summary>Decodes in place where nothing has to be fetched and the payload is small.</summary>
    public ValueTask<DecodedPayload?> ReadAsync(ConnectionId connection, PayloadRequest request, CancellationToken cancellationToken)
    {
        var decoder = DecoderOf(connection);
        if (request.Bytes.Length <= QuickBytes)
            return decoder.TryDecode(request, out var decoded) ? ValueTask.FromResult(decoded) : decoder.DecodeAsync(request, cancellationToken);
        return new ValueTask<DecodedPayload?>(Task.Run(() => decoder.DecodeAsync(request, cancellationToken).AsTask(), cancellationToken));
    }
}
