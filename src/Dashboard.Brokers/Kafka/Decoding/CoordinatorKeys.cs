using System.Globalization;
using Dashboard.Core.Decoding;

namespace Dashboard.Brokers.Kafka.Decoding;

/// <summary>A kind of record of the group coordinator.</summary>
/// <param name="Number">What keys of this kind begin with.</param>
/// <param name="Title">For people.</param>
/// <param name="Fields">Names of the texts in the key; a partition follows for offset commits.</param>
internal sealed record CoordinatorKind(short Number, string Title, params string[] Fields);

/// <summary>Keys of <c>__consumer_offsets</c>.</summary>
internal static class CoordinatorKeys
{
    private static readonly Dictionary<short, CoordinatorKind> Kinds = new CoordinatorKind[]
    {
        new(0, "Offset commit (legacy)", "group", "topic"),
        new(1, "Offset commit", "group", "topic"),
        new(2, "Group metadata", "group"),
        new(3, "Consumer group metadata", "group"),
        new(4, "Consumer group partition metadata", "group"),
        new(5, "Consumer group member metadata", "group", "member"),
        new(6, "Consumer group target assignment metadata", "group"),
        new(7, "Consumer group target assignment of a member", "group", "member"),
        new(8, "Consumer group current assignment of a member", "group", "member"),
        new(10, "Share group member metadata", "group", "member"),
        new(11, "Share group metadata", "group"),
        new(12, "Share group target assignment metadata", "group"),
        new(13, "Share group target assignment of a member", "group", "member"),
        new(14, "Share group current assignment of a member", "group", "member"),
        new(15, "Share group state partition metadata", "group"),
        new(16, "Consumer group regular expression", "group", "regularExpression"),
        new(17, "Streams group metadata", "group"),
        new(19, "Streams group member metadata", "group", "member"),
        new(20, "Streams group target assignment metadata", "group"),
        new(21, "Streams group target assignment of a member", "group", "member"),
        new(22, "Streams group current assignment of a member", "group", "member"),
        new(23, "Streams group topology", "group"),
    }.ToDictionary(kind => kind.Number);

    /// <summary>Reads a key and says of which kind it is.</summary>
    /// <exception cref="PayloadException">It is no such key, or of a kind that is not known.</exception>
    public static CoordinatorKind Read(ReadOnlySpan<byte> bytes, RecordJson json)
    {
        var reader = new RecordReader(bytes);
        var number = reader.Int16();
        if (!Kinds.TryGetValue(number, out var kind))
            throw new PayloadException($"the key is of the type {number.ToString(CultureInfo.InvariantCulture)}, which is not known here");
        json.Start();
        json.Text("record", kind.Title);
        foreach (var field in kind.Fields)
            json.Text(field, reader.Text());
        if (number is 0 or 1)
            json.Integer("partition", reader.Int32());
        json.End();
        return reader.Left == 0 ? kind : throw reader.Wrong($"the key is over and {reader.Left.ToString(CultureInfo.InvariantCulture)} bytes are left");
    }
}
