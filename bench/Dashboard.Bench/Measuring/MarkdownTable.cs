using System.Globalization;

namespace Dashboard.Bench.Measuring;

/// <summary>Figures as they stand in <c>docs/benchmarks.md</c>.</summary>
internal sealed class MarkdownTable(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    public void Add(params object[] cells)
        => _rows.Add([.. cells.Select(cell => cell is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : cell.ToString() ?? "")]);

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine($"| {string.Join(" | ", heads)} |");
        Console.WriteLine($"|{string.Concat(heads.Select(_ => "---|"))}");
        foreach (var row in _rows)
            Console.WriteLine($"| {string.Join(" | ", row)} |");
        Console.WriteLine();
    }
}
