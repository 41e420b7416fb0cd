using System.Diagnostics;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Snapshots.Querying;
using Xunit.Abstractions;

namespace Dashboard.Core.Tests.Snapshots;

/// <summary>Bounds are an order of magnitude above what is measured, so that a loaded machine passes and a quadratic mistake does not.</summary>
public sealed class SectionQueriesSpeedTests(ITestOutputHelper output)
{
    private const int RowCount = 100_000;

    [Theory]
    [InlineData("", "", "-ready")]
    [InlineData("", "", "name")]
    [InlineData("", "", "state,-ready,name")]
    [InlineData("orders 77", "", "")]
    [InlineData("", "ready > 5k and name ~ 77", "-rate")]
    public void Run_HundredThousandRows_IsQuick(string search, string filter, string sorts)
    {
        var queries = new SectionQueries();
        queries.Run(Table(1), new GridQuery(search, filter, sorts));
        // The best of a few: other work on the machine says nothing of ours.
        var best = TimeSpan.MaxValue;
        for (var poll = 2; poll < 5; poll++)
        {
            var table = Table(poll);
            var watch = Stopwatch.StartNew();
            queries.Run(table, new GridQuery(search, filter, sorts)).Rows.ShouldNotBeEmpty();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        output.WriteLine($"{search}|{filter}|{sorts}: {best.TotalMilliseconds:0.0} ms");
        best.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    // Names are made anew, as each poll makes them; values differ.
    private static SectionTable Table(int seed)
    {
        var random = new Random(seed);
        var rows = new (string, long?, double?)[RowCount];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = ($"team-{i % 97}.orders.{i * 7919 % RowCount}", random.Next(3) == 0 ? 0 : random.Next(10_000), random.NextDouble());
        return A.QueueTable(rows);
    }
}
