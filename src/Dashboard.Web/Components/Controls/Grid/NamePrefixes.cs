using Dashboard.Core.Filtering;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>Rows rolled up by how their names begin: <c>orders.</c>, <c>orders.eu.</c>. Over what is listed, one level at a time.</summary>
/// <param name="Prefix">How the names begin, separator included; null for the rows whose names have no further part in common with another one.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Sums">Sums of the totalled columns in their order; NaN where a row does not tell.</param>
public sealed record NamePrefixes(string? Prefix, int Count, double[] Sums)
{
    private static readonly char[] Separators = ['.', ':', '/', '-', '_'];

    /// <summary>The groups below a prefix, greatest by the first sum first, the rest at the end. Names are told apart without case, as the filter does.</summary>
    /// <param name="view">What is listed.</param>
    /// <param name="within">All names begin with it; empty for the first level.</param>
    public static IReadOnlyList<NamePrefixes> Of(SectionView view, string within)
    {
        var names = view.Table[view.Table.Definition.NameColumn];
        var columns = Totalled(view.Table.Definition).Select(column => view.Table[column.Id]).ToArray();
        var groups = view.Rows.GroupBy(row => PrefixOf(names.TextAt(row) ?? "", within), StringComparer.OrdinalIgnoreCase).ToLookup(group => group.Key.Length > 0 && group.Count() > 1);
        var rest = groups[false].SelectMany(group => group).ToList();
        var listed = groups[true].Select(group => Sum(group.Key, group, columns)).OrderByDescending(group => group.Sums.FirstOrDefault(group.Count)).ThenByDescending(group => group.Count);
        return rest.Count == 0 ? [.. listed] : [.. listed, Sum(null, rest, columns)];
    }

    /// <summary>The columns that are summed up.</summary>
    public static IEnumerable<ColumnDefinition> Totalled(SectionDefinition definition) => definition.Columns.Where(column => column is { IsTotalled: true, IsDefaultVisible: true });

    /// <summary>The condition that narrows a list to a prefix.</summary>
    public static string Condition(SectionDefinition definition, string prefix) => $"{definition.NameColumn} ^= {FilterQuoting.Quote(prefix)}";

    /// <summary>The prefix that a filter narrows to; empty for none.</summary>
    public static string Within(SectionDefinition definition, string filter) => Conditions(definition, filter).FirstOrDefault() is { } condition
        ? FilterQuoting.Unquote(condition[(condition.IndexOf("^=", StringComparison.Ordinal) + 2)..].Trim())
        : "";

    /// <summary>The filter with its prefix replaced; empty takes it out.</summary>
    public static string Narrow(SectionDefinition definition, string filter, string prefix)
    {
        foreach (var condition in Conditions(definition, filter))
            filter = FilterText.Without(filter, condition);
        if (prefix.Length == 0)
            return filter;
        var whole = filter.Length > 0 && FilterText.Conditions(filter) is [var only] && only.Contains(" or ", StringComparison.OrdinalIgnoreCase) ? $"({filter})" : filter;
        return whole.Length == 0 ? Condition(definition, prefix) : $"{whole} and {Condition(definition, prefix)}";
    }

    private static IEnumerable<string> Conditions(SectionDefinition definition, string filter) => FilterText.Conditions(filter)
        .Where(condition => condition.StartsWith(definition.NameColumn, StringComparison.Ordinal) && condition[definition.NameColumn.Length..].TrimStart().StartsWith("^=", StringComparison.Ordinal));

    private static string PrefixOf(string name, string within)
    {
        if (!name.StartsWith(within, StringComparison.OrdinalIgnoreCase))
            return "";
        var end = name.IndexOfAny(Separators, within.Length);
        return end < 0 ? "" : name[..(end + 1)];
    }

    private static NamePrefixes Sum(string? prefix, IEnumerable<int> rows, ColumnData[] columns)
    {
        var count = 0;
        var sums = new double[columns.Length];
        foreach (var row in rows)
        {
            count++;
            for (var i = 0; i < columns.Length; i++)
                sums[i] += columns[i].HasValue(row) ? columns[i].NumberAt(row) : double.NaN;
        }

        return new NamePrefixes(prefix, count, sums);
    }
}
