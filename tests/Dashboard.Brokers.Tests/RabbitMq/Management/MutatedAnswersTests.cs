using System.Text.Json.Nodes;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>
/// Whatever is missing from an answer, or of another type than documented, costs the cells it concerns and nothing else.
/// </summary>
public sealed class MutatedAnswersTests
{
    /// <summary>What names a row; without these a row cannot be shown.</summary>
    private static readonly string[] Identity =
    [
        "name", "vhost", "source", "destination", "destination_type", "properties_key", "consumer_tag", "queue", "channel_details", "items", "page_count",
        "filtered_count", "type", "node", "protocol", "ip_address", "port", "listeners", "rabbitmq_version", "management_version", "product_version", "disable_stats",
        "exchange", "upstream",
    ];

    private static readonly Func<JsonNode?>[] OddValues =
    [
        () => null, () => "", () => "undefined", () => -1, () => 1e308, () => 1.5, () => true, () => new JsonArray(), () => new JsonObject(),
        () => new JsonArray(null, "x", 3, new JsonObject()), () => new JsonObject { ["rate"] = "fast", ["name"] = 7 }, () => long.MaxValue, () => "\u0000\u202e<script>",
        () => JsonValue.Create(decimal.MaxValue),
    ];

    public static TheoryData<string, int> Seeds()
    {
        var seeds = new TheoryData<string, int>();
        foreach (var folder in new[] { "3.10.8", "4.1-from-documentation" })
        {
            for (var seed = 1; seed <= 20; seed++)
                seeds.Add(folder, seed);
        }

        return seeds;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ReadAll_OptionalFieldsOddOrMissing_KeepsEveryRow(string folder, int seed)
    {
        var random = new Random(seed);
        Dictionary<string, int> expected;
        using (var reader = new AnswerReader(new RecordedAnswers(folder)))
            expected = (await reader.ReadAllAsync()).ToDictionary(t => t.Key, t => t.Value.RowCount);

        for (var round = 0; round < 20; round++)
        {
            var answers = new RecordedAnswers(folder);
            var changed = new List<string>();
            foreach (var name in answers.Names.ToList())
            {
                var root = answers.Parsed(name);
                for (var i = random.Next(1, 8); i > 0; i--)
                    changed.Add($"{name}: {Mutate(root, random, name => !Identity.Contains(name))}");
                answers[name] = root.ToJsonString();
            }

            using var reader = new AnswerReader(answers);
            Dictionary<string, SectionTable> tables;
            try
            {
                tables = await reader.ReadAllAsync();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException("After " + string.Join("; ", changed), e);
            }

            foreach (var (section, rows) in expected)
                tables[section].RowCount.ShouldBe(rows, $"{section} after {string.Join("; ", changed)}");
            foreach (var table in tables.Values)
                ShouldBeReadable(table);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ReadAll_AnyFieldOddOrMissing_ThrowsNothingButSourceExceptions(string folder, int seed)
    {
        var random = new Random(seed * 7919);
        for (var round = 0; round < 20; round++)
        {
            var answers = new RecordedAnswers(folder);
            foreach (var name in answers.Names.ToList())
            {
                var root = answers.Parsed(name);
                for (var i = random.Next(1, 30); i > 0; i--)
                    Mutate(root, random, _ => true);
                answers[name] = random.Next(12) switch
                {
                    0 => root.ToJsonString()[..^1],
                    1 => "\"\"",
                    2 => "null",
                    3 => "[[[]]]",
                    4 => root.ToJsonString().Replace("running", "\\ud800", StringComparison.Ordinal).Replace("rate", "\\udc00", StringComparison.Ordinal),
                    _ => root.ToJsonString(),
                };
            }

            using var reader = new AnswerReader(answers);
            foreach (var source in reader.Reader.Sources)
            {
                try
                {
                    foreach (var table in (await reader.ReadAsync(source.Id)).Tables)
                        ShouldBeReadable(table);
                }
                catch (SourceException e)
                {
                    e.Message.ShouldNotBeNullOrWhiteSpace();
                }
            }
        }
    }

    /// <summary>Changes one field that may be changed, chosen at random; says which.</summary>
    private static string Mutate(JsonNode root, Random random, Func<string, bool> mayChange)
    {
        var fields = new List<(JsonObject Owner, string Name)>();
        Collect(root);
        if (fields.Count == 0)
            return "nothing";
        var (owner, name) = fields[random.Next(fields.Count)];
        if (random.Next(3) == 0)
        {
            owner.Remove(name);
            return $"-{name}";
        }

        owner[name] = OddValues[random.Next(OddValues.Length)]();
        return $"{name}={owner[name]?.ToJsonString()}";

        void Collect(JsonNode? node)
        {
            if (node is JsonArray array)
            {
                foreach (var item in array)
                    Collect(item);
            }
            else if (node is JsonObject table)
            {
                foreach (var (fieldName, value) in table)
                {
                    if (mayChange(fieldName))
                        fields.Add((table, fieldName));
                    if (mayChange(fieldName) || fieldName == "items")
                        Collect(value);
                }
            }
        }
    }

    private static void ShouldBeReadable(SectionTable table)
    {
        for (var row = 0; row < table.RowCount; row++)
        {
            table.RowOf(table.Keys[row]).ShouldBe(row);
            foreach (var column in table.Columns)
                column.TextAt(row);
        }
    }
}
