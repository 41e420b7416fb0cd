using Dashboard.Core.Capabilities;
using Dashboard.Core.Decoding.Formats;
using Dashboard.Core.Model;

namespace Dashboard.Core.Decoding;

/// <summary>Tries its formats in order; the first that recognises the bytes reads them. Thread-safe where its formats are.</summary>
public sealed class PayloadDecoder : IPayloadDecoder
{
    private readonly IReadOnlyList<IPayloadFormat> _formats;

    public PayloadDecoder(IReadOnlyList<IPayloadFormat> formats)
    {
        _formats = formats;
        Decoders = [PayloadDecoderChoice.Plain, .. formats.Select(format => format.Choice)];
    }

    /// <summary>Formats that need no broker and no network.</summary>
    public static IReadOnlyList<IPayloadFormat> NeutralFormats { get; } =
        [new AvroFileFormat(), new RawProtobufFormat(), new IntegerFormat(isBigEndian: true), new IntegerFormat(isBigEndian: false), new UuidFormat()];

    /// <summary>For connections that have no decoder of their own.</summary>
    public static PayloadDecoder Neutral { get; } = new(NeutralFormats);

    public IReadOnlyList<PayloadDecoderChoice> Decoders { get; }

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public bool TryDecode(PayloadRequest request, out DecodedPayload? decoded)
    {
        DecodedPayload? failed = null;
        foreach (var format in FormatsFor(request))
        {
            if (!format.TryDecode(request, out decoded))
                return false;
            if (Better(ref failed, decoded) is { } read)
            {
                decoded = read;
                return true;
            }
        }

        decoded = failed;
        return true;
    }

    public async ValueTask<DecodedPayload?> DecodeAsync(PayloadRequest request, CancellationToken cancellationToken)
    {
        DecodedPayload? failed = null;
        foreach (var format in FormatsFor(request))
        {
            if (Better(ref failed, await format.DecodeAsync(request, cancellationToken).ConfigureAwait(false)) is { } read)
                return read;
        }

        return failed;
    }

    // Where nobody chose, several may recognise the bytes: the first that reads them is right, and says what the ones before it met.
    private static DecodedPayload? Better(ref DecodedPayload? failed, DecodedPayload? decoded)
    {
        if (decoded is { IsRead: true })
            return failed is null ? decoded : decoded with { Note = $"{failed.Title}: {failed.Problem}" };
        failed ??= decoded;
        return null;
    }

    private List<IPayloadFormat> FormatsFor(in PayloadRequest request)
    {
        var fitting = new List<IPayloadFormat>();
        if (request.Bytes.Length == 0)
            return fitting;
        foreach (var format in _formats)
        {
            if (request.DecoderId is { } wanted ? format.Choice.Id == wanted : format.Recognises(request))
                fitting.Add(format);
        }

        return fitting;
    }
}
