using Dashboard.Brokers.Tests.RabbitMq.Management;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Diagnosis;

/// <summary>
/// Whatever the broker does not tell: nothing is thrown, and nothing is found that is not found when all is told. What was declared (limits, dead-letter
/// exchanges, names) is left alone: there a missing value means that nothing was declared; so are delivery rates, in whose place the counts are judged.
/// </summary>
public sealed class MissingColumnsTests
{
    private static readonly string[] Declared =
    [
        "name", "vhost", "type", "queue", "exchange", "source", "destination", "routing_key", "dlx", "dl_routing_key", "ttl", "max_length", "max_length_bytes", "overflow",
        "delivery_limit", "single_active", "tag", "channel", "connection", "alternate_exchange", "deliver_rate",
    ];

    public static TheoryData<string, int> Seeds()
    {
        var seeds = new TheoryData<string, int>();
        foreach (var folder in new[] { "3.10.8", "3.10.8-statistics-off", "4.1-from-documentation" })
        {
            for (var seed = 1; seed <= 15; seed++)
                seeds.Add(folder, seed);
        }

        return seeds;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Judge_CellsAndColumnsMissing_NeverThrowsAndNeverFindsMore(string folder, int seed)
    {
        using var reader = new AnswerReader(new RecordedAnswers(folder));
        var tables = new List<SectionTable>();
        foreach (var source in reader.Reader.Sources)
        {
            try
            {
                tables.AddRange((await reader.ReadAsync(source.Id)).Tables);
            }
            catch (SourceException)
            {
                // Not offered where statistics are off.
            }
        }

        var random = new Random(seed);
        var whole = Found(reader, [.. tables.Select(t => Shaken(t, new Random(seed)))]);
        for (var round = 0; round < 10; round++)
        {
            var less = Found(reader, [.. tables.Select(t => Shaken(t, new Random(seed))).Where(_ => random.Next(6) > 0).Select(t => Without(t, random))]);
            less.Except(whole).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Judge_RecordedClusterWithAlarmAndOneNodeDown_FindsBoth()
    {
        using var reader = new AnswerReader(new RecordedAnswers("4.1-from-documentation"));
        var tables = await reader.ReadAllAsync();
        var bench = new DiagnosisBench(reader.Reader.Sections);
        bench.Step(TimeSpan.Zero, [.. tables.Values]);

        bench.Find("memory-alarm", "rabbit@b")!.Text.ShouldContain("3.8 GiB used of 3.7 GiB allowed");
        bench.Find("node-down", "rabbit@c")!.Text.ShouldContain("2 of 3 nodes run");
    }

    private static HashSet<string> Found(AnswerReader reader, SectionTable[] tables)
    {
        var bench = new DiagnosisBench(reader.Reader.Sections);
        for (var step = 0; step < 9; step++)
            bench.Step(TimeSpan.FromSeconds(10), [.. tables.Select(t => new SectionTable(t.Definition, [.. t.Keys], t.Columns, t.ReadAt))]);
        return [.. bench.Diagnosis.Findings.Select(f => f.Id)];
    }

    /// <summary>The table with figures of which many mean trouble: 0, 1 and large ones.</summary>
    private static SectionTable Shaken(SectionTable table, Random random)
    {
        var columns = table.Columns.Select((column, i) => (Column: column, Definition: table.Definition.Columns[i])).Select(c => c switch
        {
            _ when Declared.Contains(c.Definition.Id) || c.Column.UnavailableReason is not null => c.Column,
            { Column: IntegerColumn integers } => new IntegerColumn([.. Enumerable.Range(0, c.Column.RowCount).Select(row => integers.HasValue(row) ? random.Next(4) * random.Next(50) : integers[row])]),
            { Column: NumberColumn numbers } => new NumberColumn([.. Enumerable.Range(0, c.Column.RowCount).Select(row => numbers.HasValue(row) ? random.Next(3) * 1.5 : double.NaN)]),
            _ => c.Column,
        });
        return new SectionTable(table.Definition, [.. table.Keys], [.. columns], table.ReadAt);
    }

    private static SectionTable Without(SectionTable table, Random random) => new(
        table.Definition,
        [.. table.Keys],
        [.. table.Columns.Select((column, i) => Declared.Contains(table.Definition.Columns[i].Id) ? column : Holey(column, random))],
        table.ReadAt);

    private static ColumnData Holey(ColumnData column, Random random)
    {
        var choice = random.Next(5);
        if (choice > 1)
            return column;
        var reason = choice == 0 ? "The broker does not tell." : column.UnavailableReason;
        var isGone = Enumerable.Range(0, column.RowCount).Select(_ => choice == 0 || random.Next(2) == 0).ToArray();
        return column switch
        {
            TextColumn texts => new TextColumn([.. isGone.Select((gone, row) => gone ? null : texts[row])]) { UnavailableReason = reason },
            IntegerColumn integers => new IntegerColumn([.. isGone.Select((gone, row) => gone ? IntegerColumn.Missing : integers[row])]) { UnavailableReason = reason },
            _ => new NumberColumn([.. isGone.Select((gone, row) => gone ? double.NaN : column.NumberAt(row))]) { UnavailableReason = reason },
        };
    }
}
