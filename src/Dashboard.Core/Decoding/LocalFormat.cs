namespace Dashboard.Core.Decoding;

/// <summary>A format that needs nothing but the bytes.</summary>
public abstract class LocalFormat : IPayloadFormat
{
    public abstract PayloadDecoderChoice Choice { get; }

    public abstract bool Recognises(in PayloadRequest request);

    public bool TryDecode(in PayloadRequest request, out DecodedPayload? decoded)
    {
        try
        {
            decoded = Read(request);
        }
        catch (PayloadException e)
        {
            decoded = DecodedPayload.Failed(Choice.Id, Choice.Title, ProblemOf(e, request.IsCut));
        }

        return true;
    }

    public ValueTask<DecodedPayload?> DecodeAsync(PayloadRequest request, CancellationToken cancellationToken)
    {
        TryDecode(request, out var decoded);
        return ValueTask.FromResult(decoded);
    }

    /// <summary>What went wrong; a payload that was read in part need not be broken.</summary>
    internal static string ProblemOf(PayloadException e, bool isCut)
        => isCut ? $"{e.Message}. Only the beginning of the payload was read: read it whole" : e.Message;

    /// <summary>Reads the bytes.</summary>
    /// <exception cref="PayloadException">They are not of this format.</exception>
    protected abstract DecodedPayload Read(in PayloadRequest request);
}
