using System.Text.Json.Nodes;

namespace Dashboard.Web.Tests.Api;

/// <summary>Makes values from the schemas of an OpenAPI document: mostly good ones, and ones that are wrong in many ways. Seeded.</summary>
internal sealed class SchemaValues(JsonNode document, Random random, IReadOnlyDictionary<string, string[]> known)
{
    private static readonly string[] Hostile =
    [
        "", " ", "a", "%2F", "..", ".", "~", "~~", "~2F~~x", "~zz", "<b>&\"'", "ünïcödé \u202e", "' OR 1=1 --", "-1", "1e999", "null", "\u0000x", "💥", "a/b", "ready >", "((((", "*",
        "99999999999999999999", "2026-13-45", "true", new('x', 3000),
    ];

    /// <summary>A value of the schema.</summary>
    public JsonNode? Make(JsonNode? schema, string name = "", int depth = 0)
    {
        schema = Resolve(schema);
        if (schema is null || depth > 8)
            return JsonValue.Create("deep");
        if (known.TryGetValue(name, out var values) && random.Next(10) < 8)
            return JsonValue.Create(values[random.Next(values.Length)]);
        if (schema["enum"] is JsonArray options)
            return options[random.Next(options.Count)]?.DeepClone();
        var alternatives = schema["oneOf"] as JsonArray ?? schema["anyOf"] as JsonArray;
        if (alternatives is not null)
            return Make(alternatives[random.Next(alternatives.Count)], name, depth + 1);
        return TypeOf(schema) switch
        {
            "object" => MakeObject(schema, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Make(schema["items"], name, depth + 1))]),
            "integer" => JsonValue.Create(random.Next(4) switch { 0 => random.Next(-5, 5), 1 => random.NextInt64(), _ => random.Next(1, 50) }),
            "number" => JsonValue.Create(Math.Round((random.NextDouble() * 200) - 20, 3)),
            "boolean" => JsonValue.Create(random.Next(2) == 0),
            "null" => null,
            "string" => JsonValue.Create(random.Next(3) == 0 ? Hostile[random.Next(Hostile.Length)] : "text"),
            _ => JsonNode.Parse(random.Next(4) switch { 0 => "{\"a\": [1, null]}", 1 => "[1, \"x\"]", 2 => "12.5", _ => "\"any\"" }),
        };
    }

    /// <summary>The value as a text for path or query; wrong in one way out of four.</summary>
    public string MakeText(JsonNode? schema, string name) =>
        random.Next(4) == 0 ? Hostile[random.Next(Hostile.Length)] : Make(schema, name) is { } value ? value.ToString() : "";

    /// <summary>Changes something somewhere in it.</summary>
    public JsonNode? Mutate(JsonNode? body)
    {
        switch (body)
        {
            case JsonObject map when map.Count > 0 && random.Next(4) > 0:
                var name = map.ElementAt(random.Next(map.Count)).Key;
                if (random.Next(4) == 0)
                    map.Remove(name);
                else if (random.Next(6) == 0)
                    map["surprise"] = 1;
                else
                    map[name] = Mutate(map[name]?.DeepClone());
                return map;
            case JsonArray list when list.Count > 0 && random.Next(3) > 0:
                var at = random.Next(list.Count);
                list[at] = Mutate(list[at]?.DeepClone());
                return list;
            default:
                return random.Next(7) switch
                {
                    0 => null,
                    1 => new JsonObject(),
                    2 => new JsonArray(),
                    3 => JsonValue.Create(-1),
                    4 => JsonValue.Create(true),
                    5 => JsonValue.Create(1e300),
                    _ => JsonValue.Create(Hostile[random.Next(Hostile.Length)]),
                };
        }
    }

    public JsonNode? Resolve(JsonNode? schema)
    {
        while (schema?["$ref"]?.GetValue<string>() is { } reference)
            schema = reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]);
        return schema;
    }

    private JsonObject MakeObject(JsonNode schema, int depth)
    {
        var made = new JsonObject();
        var required = (schema["required"] as JsonArray)?.Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (required.Contains(name) || random.Next(3) == 0)
                made[name] = Make(property, name, depth + 1);
        }

        return made;
    }

    private static string? TypeOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => several.Select(type => type!.GetValue<string>()).FirstOrDefault(type => type != "null"),
        JsonValue one => one.GetValue<string>(),
        _ => schema["properties"] is not null ? "object" : null,
    };
}
