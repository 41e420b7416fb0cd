using System.Globalization;
using Dashboard.Core.Decoding;

namespace Dashboard.Brokers.Kafka.Decoding;

/// <summary>
/// Records of <c>__consumer_offsets</c>, as Kafka 4.3 defines them (<c>group-coordinator/src/main/resources/common/message</c>). The number a key
/// begins with is the kind of record; committed offsets and members of classic groups are read whole, of newer kinds the key.
/// </summary>
public sealed class OffsetsTopicFormat : LocalFormat
{
    private const string Topic = "__consumer_offsets";

    public override PayloadDecoderChoice Choice { get; } = new("kafka-offsets", "Group coordinator record");

    public override bool Recognises(in PayloadRequest request) => request.Destination == Topic;

    protected override DecodedPayload Read(in PayloadRequest request)
        => request.Part == PayloadPart.Key ? ReadKey(request.Bytes.Span) : ReadValue(request);

    private DecodedPayload ReadKey(ReadOnlySpan<byte> bytes)
    {
        using var json = new RecordJson();
        var kind = CoordinatorKeys.Read(bytes, json);
        return DecodedPayload.Json(Choice.Id, $"{kind.Title} (key type {Text(kind.Number)})", json.Finish());
    }

    private DecodedPayload ReadValue(in PayloadRequest request)
    {
        if (request.Key is not { } key)
            throw new PayloadException("a record of this topic can only be read with its key, and this one has none");
        using var ofKey = new RecordJson();
        var kind = CoordinatorKeys.Read(key.Span, ofKey);
        var reader = new RecordReader(request.Bytes.Span);
        var version = reader.Int16();
        var title = $"{kind.Title}, version {Text(version)}";
        using var json = new RecordJson();
        switch (kind.Number)
        {
            case 0 or 1 when version is >= 0 and <= 4:
                CoordinatorValues.OffsetCommit(ref reader, version, json);
                break;
            case 2 when version is >= 0 and <= 4:
                CoordinatorValues.GroupMetadata(ref reader, version, json);
                break;
            case 0 or 1 or 2:
                throw new PayloadException($"version {Text(version)} of '{kind.Title}' is newer than what is known here");
            default:
                throw new PayloadException($"values of '{kind.Title}' (key type {Text(kind.Number)}) are not read here");
        }

        if (reader.Left > 0)
            throw reader.Wrong($"the record is over and {Text(reader.Left)} bytes are left");
        return DecodedPayload.Json(Choice.Id, title, json.Finish());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
