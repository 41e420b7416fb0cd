using System.Text.Json;

namespace Dashboard.Core.Decoding.Avro;

/// <summary>Reads schema texts; named types stay known from one to the next.</summary>
internal sealed class AvroSchemaParser
{
    private readonly Dictionary<string, AvroSchema> _named = new(StringComparer.Ordinal);

    public AvroSchema Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
            return Read(document.RootElement, "");
        }
        catch (JsonException)
        {
            // Registries hold bare names too: string instead of "string".
            return json.Length < 200 && PrimitiveOf(json.Trim()) is { } primitive
                ? new AvroSchema(primitive)
                : throw new PayloadException("the schema is no JSON");
        }
        catch (InvalidOperationException)
        {
            throw new PayloadException("the schema holds a text that is no Unicode");
        }
    }

    private AvroSchema Read(JsonElement element, string space) => element.ValueKind switch
    {
        JsonValueKind.String => Named(element.GetString()!, space),
        JsonValueKind.Array => Union(element, space),
        JsonValueKind.Object => Complex(element, space),
        _ => throw new PayloadException($"the schema has a {element.ValueKind} where a type has to stand"),
    };

    private AvroSchema Named(string name, string space)
    {
        if (PrimitiveOf(name) is { } primitive)
            return new AvroSchema(primitive);
        var full = name.Contains('.', StringComparison.Ordinal) || space.Length == 0 ? name : $"{space}.{name}";
        return _named.GetValueOrDefault(full) ?? _named.GetValueOrDefault(name) ?? throw new PayloadException($"the schema uses the type {Short(full)}, which it does not define");
    }

    private AvroSchema Union(JsonElement element, string space)
        => new(AvroKind.Union) { Branches = [.. element.EnumerateArray().Select(branch => Read(branch, space))] };

    private AvroSchema Complex(JsonElement element, string space)
    {
        if (!element.TryGetProperty("type", out var type))
            throw new PayloadException("the schema has an object without a type");
        if (type.ValueKind != JsonValueKind.String)
            return Read(type, space);
        var name = type.GetString()!;
        switch (name)
        {
            case "record" or "error":
                return Record(element, space);
            case "enum":
                var symbols = Member(element, "symbols", JsonValueKind.Array).EnumerateArray().Select(TextOf).ToList();
                return Define(element, space, full => new AvroSchema(AvroKind.Enum, full) { Symbols = symbols });
            case "fixed":
                if (!Member(element, "size", JsonValueKind.Number).TryGetInt32(out var size) || size < 0)
                    throw new PayloadException("the schema has a fixed without a usable size");
                return Define(element, space, full => WithLogical(new AvroSchema(AvroKind.Fixed, full) { Size = size }, element));
            case "array":
                return new AvroSchema(AvroKind.Array) { Items = Read(Member(element, "items"), space) };
            case "map":
                return new AvroSchema(AvroKind.Map) { Items = Read(Member(element, "values"), space) };
            default:
                return PrimitiveOf(name) is { } primitive ? WithLogical(new AvroSchema(primitive), element) : Named(name, space);
        }
    }

    private AvroSchema Record(JsonElement element, string space)
    {
        var record = Define(element, space, full => new AvroSchema(AvroKind.Record, full));
        var at = record.Name.LastIndexOf('.');
        var inner = at < 0 ? "" : record.Name[..at];
        var fields = new List<AvroField>();
        foreach (var field in Member(element, "fields", JsonValueKind.Array).EnumerateArray())
            fields.Add(new AvroField(TextOf(Member(field, "name")), Read(Member(field, "type"), inner)));
        record.Fields = fields;
        return record;
    }

    private AvroSchema Define(JsonElement element, string space, Func<string, AvroSchema> make)
    {
        var name = TextOf(Member(element, "name"));
        if (!name.Contains('.', StringComparison.Ordinal))
        {
            var own = element.TryGetProperty("namespace", out var stated) && stated.ValueKind == JsonValueKind.String ? stated.GetString()! : space;
            name = own.Length == 0 ? name : $"{own}.{name}";
        }

        var schema = make(name);
        if (!_named.TryAdd(name, schema))
            throw new PayloadException($"the schema defines {Short(name)} twice");
        return schema;
    }

    private static AvroSchema WithLogical(AvroSchema schema, JsonElement element)
    {
        if (!element.TryGetProperty("logicalType", out var stated) || stated.ValueKind != JsonValueKind.String)
            return schema;
        schema.Logical = (stated.GetString(), schema.Kind) switch
        {
            ("decimal", AvroKind.Bytes or AvroKind.Fixed) => AvroLogical.Decimal,
            ("uuid", AvroKind.String) => AvroLogical.Uuid,
            ("uuid", AvroKind.Fixed) when schema.Size == 16 => AvroLogical.Uuid,
            ("date", AvroKind.Int) => AvroLogical.Date,
            ("time-millis", AvroKind.Int) => AvroLogical.TimeMillis,
            ("time-micros", AvroKind.Long) => AvroLogical.TimeMicros,
            ("timestamp-millis", AvroKind.Long) => AvroLogical.TimestampMillis,
            ("timestamp-micros", AvroKind.Long) => AvroLogical.TimestampMicros,
            ("timestamp-nanos", AvroKind.Long) => AvroLogical.TimestampNanos,
            ("local-timestamp-millis", AvroKind.Long) => AvroLogical.LocalTimestampMillis,
            ("local-timestamp-micros", AvroKind.Long) => AvroLogical.LocalTimestampMicros,
            ("local-timestamp-nanos", AvroKind.Long) => AvroLogical.LocalTimestampNanos,
            ("duration", AvroKind.Fixed) when schema.Size == 12 => AvroLogical.Duration,
            _ => AvroLogical.None,
        };
        if (schema.Logical != AvroLogical.Decimal || !element.TryGetProperty("scale", out var scale))
            return schema;
        // A scale that cannot be is a mistake in the schema: the bytes are shown.
        if (scale.ValueKind == JsonValueKind.Number && scale.TryGetInt32(out var digits) && digits is >= 0 and <= 1000)
            schema.Scale = digits;
        else
            schema.Logical = AvroLogical.None;
        return schema;
    }

    private static JsonElement Member(JsonElement element, string name, JsonValueKind? kind = null)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && (kind is null || member.ValueKind == kind)
            ? member
            : throw new PayloadException($"the schema lacks a usable '{name}'");

    private static string TextOf(JsonElement element)
        => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new PayloadException("the schema has a name that is no text");

    private static string Short(string name) => name.Length > 100 ? name[..100] + "…" : name;

    private static AvroKind? PrimitiveOf(string name) => name switch
    {
        "null" => AvroKind.Null,
        "boolean" => AvroKind.Boolean,
        "int" => AvroKind.Int,
        "long" => AvroKind.Long,
        "float" => AvroKind.Float,
        "double" => AvroKind.Double,
        "bytes" => AvroKind.Bytes,
        "string" => AvroKind.String,
        _ => null,
    };
}
