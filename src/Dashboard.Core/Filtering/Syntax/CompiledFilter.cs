using Dashboard.Core.Capabilities;
using Dashboard.Core.Filtering.Raw;

namespace Dashboard.Core.Filtering.Syntax;

internal sealed class CompiledFilter(string text, FilterNode node, IReadOnlySet<string> roots, IReadOnlyList<FieldPath> paths) : IFilter
{
    /// <summary>Characters that may be looked at for one row: some tens of milliseconds.</summary>
    private const int StepsPerRow = 32_000_000;

    public string Text { get; } = text;

    public IReadOnlySet<string> Roots { get; } = roots;

    public IReadOnlyList<FieldPath> Paths { get; } = paths;

    // What hides its text in other bytes has to be read.
    public RawMessageTest? RawTest { get; } = node.Need is { } need ? message => CodedBytes.MayBe(message.Body) || need.MayMatch(message) : null;

    public FilterVerdict Judge(IFilterRow row)
    {
        var budget = StepsPerRow;
        return node.Judge(row, ref budget);
    }

    /// <summary>The filter in full: shorthand resolved, one way of writing everything.</summary>
    public override string ToString() => node.ToString();
}
