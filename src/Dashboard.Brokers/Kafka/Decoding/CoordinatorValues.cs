namespace Dashboard.Brokers.Kafka.Decoding;

/// <summary>Values of <c>__consumer_offsets</c>, behind their version. From version 4 on they are flexible.</summary>
internal static class CoordinatorValues
{
    private const short Flexible = 4;

    public static void OffsetCommit(ref RecordReader reader, short version, RecordJson json)
    {
        reader.IsFlexible = version >= Flexible;
        json.Start();
        json.Integer("offset", reader.Int64());
        if (version >= 3)
            json.Integer("leaderEpoch", reader.Int32());
        json.Text("metadata", reader.Text());
        json.Time("commitTimestamp", reader.Int64());
        if (version == 1)
            json.Time("expireTimestamp", reader.Int64());
        if (reader.IsFlexible)
            Tags(ref reader, json, topicIdTag: 0);
        json.End();
    }

    public static void GroupMetadata(ref RecordReader reader, short version, RecordJson json)
    {
        reader.IsFlexible = version >= Flexible;
        json.Start();
        json.Text("protocolType", reader.Text());
        json.Integer("generation", reader.Int32());
        json.Text("protocol", reader.NullableText());
        json.Text("leader", reader.NullableText());
        if (version >= 2)
            json.Time("currentStateTimestamp", reader.Int64());
        json.StartList("members");
        var count = reader.Count();
        for (var i = 0; i < count; i++)
            Member(ref reader, version, json);
        json.EndList();
        if (reader.IsFlexible)
            Tags(ref reader, json);
        json.End();
    }

    private static void Member(ref RecordReader reader, short version, RecordJson json)
    {
        json.Start();
        json.Text("memberId", reader.Text());
        if (version >= 3)
            json.Text("groupInstanceId", reader.NullableText());
        json.Text("clientId", reader.Text());
        json.Text("clientHost", reader.Text());
        if (version >= 1)
            json.Integer("rebalanceTimeoutMs", reader.Int32());
        json.Integer("sessionTimeoutMs", reader.Int32());
        json.Bytes("subscription", reader.Block());
        json.Bytes("assignment", reader.Block());
        if (reader.IsFlexible)
            Tags(ref reader, json);
        json.End();
    }

    // Fields that a newer broker added are passed over, as the protocol asks.
    private static void Tags(ref RecordReader reader, RecordJson json, int topicIdTag = -1)
    {
        var count = reader.UnsignedVarint();
        for (var i = 0u; i < count; i++)
        {
            var tag = reader.UnsignedVarint();
            var content = reader.Take(reader.UnsignedVarint());
            if (tag == topicIdTag && content.Length == 16)
                json.Text("topicId", TopicId(content));
        }
    }

    // Kafka writes its ids as URL-safe base64 without padding.
    private static string TopicId(ReadOnlySpan<byte> id) => System.Buffers.Text.Base64Url.EncodeToString(id);
}
