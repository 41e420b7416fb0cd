using System.Globalization;
using System.Text;

namespace Dashboard.Core.Decoding.Avro;

/// <summary>
/// Reads Avro's binary form into JSON that reads well: a union's value stands for itself, logical types are written as people write them.
/// </summary>
public static class AvroJson
{
    /// <summary>Reads one value that fills the bytes.</summary>
    /// <param name="schema">The schema it was written with.</param>
    /// <param name="bytes">The value.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="limits">Bounds; null for the usual ones.</param>
    /// <exception cref="PayloadException">The bytes are no such value, something follows it, or a bound was reached.</exception>
    public static ReadOnlyMemory<byte> Read(AvroSchema schema, ReadOnlySpan<byte> bytes, int offset = 0, PayloadLimits? limits = null)
    {
        limits ??= PayloadLimits.Default;
        using var json = new JsonOutput(limits);
        var reader = new AvroReader(bytes, offset);
        try
        {
            Write(schema, ref reader, json, limits);
        }
        catch (PayloadException e) when (e.Offset is null)
        {
            throw reader.Wrong(e.Problem, reader.At);
        }

        if (reader.Left > 0)
            throw reader.Wrong($"the value is over and {reader.Left.ToString("N0", CultureInfo.InvariantCulture)} bytes are left: it was written with another schema", reader.At);
        return json.Finish();
    }

    /// <summary>Reads one value and goes on behind it.</summary>
    internal static void Write(AvroSchema schema, ref AvroReader reader, JsonOutput json, PayloadLimits limits)
    {
        if (reader.Depth > limits.MaxDepth)
            throw reader.Wrong($"values are nested deeper than {limits.MaxDepth}", reader.At);
        switch (schema.Kind)
        {
            case AvroKind.Null:
                json.Null();
                break;
            case AvroKind.Boolean:
                json.Bool(reader.Boolean());
                break;
            case AvroKind.Int:
                AvroLogicalText.Write(schema, reader.Int(), json);
                break;
            case AvroKind.Long:
                AvroLogicalText.Write(schema, reader.Long(), json);
                break;
            case AvroKind.Float:
                json.Number(reader.Float());
                break;
            case AvroKind.Double:
                json.Number(reader.Double());
                break;
            case AvroKind.Bytes:
                AvroLogicalText.Write(schema, reader.Block(), json);
                break;
            case AvroKind.Fixed:
                AvroLogicalText.Write(schema, reader.Fixed(schema.Size), json);
                break;
            case AvroKind.String:
                var textAt = reader.At;
                if (!json.TryUtf8(reader.Block()))
                    throw reader.Wrong("a string is no UTF-8", textAt);
                break;
            case AvroKind.Enum:
                var symbolAt = reader.At;
                var symbol = reader.Int();
                if (symbol < 0 || symbol >= schema.Symbols.Count)
                    throw reader.Wrong($"the enum {schema.Name} has no symbol {symbol.ToString(CultureInfo.InvariantCulture)}", symbolAt);
                json.Text(schema.Symbols[symbol]);
                break;
            case AvroKind.Union:
                Write(Branch(schema, ref reader), ref reader, json, limits);
                break;
            case AvroKind.Record:
                WriteRecord(schema, ref reader, json, limits);
                break;
            case AvroKind.Array:
                WriteArray(schema.Items!, ref reader, json, limits);
                break;
            default:
                WriteMap(schema.Items!, ref reader, json, limits);
                break;
        }
    }

    private static AvroSchema Branch(AvroSchema union, ref AvroReader reader)
    {
        var at = reader.At;
        var branch = reader.Long();
        return branch >= 0 && branch < union.Branches.Count
            ? union.Branches[(int)branch]
            : throw reader.Wrong($"the union has no branch {branch.ToString(CultureInfo.InvariantCulture)}", at);
    }

    private static void WriteRecord(AvroSchema record, ref AvroReader reader, JsonOutput json, PayloadLimits limits)
    {
        json.StartObject();
        foreach (var field in record.Fields)
        {
            reader.Enter(field.Name);
            json.Name(field.Name);
            Write(field.Schema, ref reader, json, limits);
            reader.Leave();
        }

        json.EndObject();
    }

    // A count is never believed: each item is written as it is read, and the size of what is written is bounded.
    private static void WriteArray(AvroSchema items, ref AvroReader reader, JsonOutput json, PayloadLimits limits)
    {
        json.StartArray();
        var index = 0L;
        for (var count = reader.BlockCount(); count > 0; count = reader.BlockCount())
        {
            for (var i = 0L; i < count; i++)
            {
                reader.Enter(index++);
                Write(items, ref reader, json, limits);
                reader.Leave();
            }
        }

        json.EndArray();
    }

    private static void WriteMap(AvroSchema values, ref AvroReader reader, JsonOutput json, PayloadLimits limits)
    {
        json.StartObject();
        for (var count = reader.BlockCount(); count > 0; count = reader.BlockCount())
        {
            for (var i = 0L; i < count; i++)
            {
                var at = reader.At;
                var name = reader.Block();
                if (!json.TryName(name))
                    throw reader.Wrong("a key of a map is no UTF-8", at);
                reader.Enter(name.Length > 200 ? "(long key)" : Encoding.UTF8.GetString(name));
                Write(values, ref reader, json, limits);
                reader.Leave();
            }
        }

        json.EndObject();
    }
}
