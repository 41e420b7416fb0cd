using System.Runtime.CompilerServices;
using Dashboard.Core.Filtering;

namespace Dashboard.Core.Snapshots.Querying;

/// <summary>
/// Answers grid questions over columns. An answer hangs on its table: when the table goes, so does all that was worked out for it.
/// </summary>
public sealed class SectionQueries : ISectionQueries
{
    private readonly ConditionalWeakTable<SectionTable, TableAnswers> _tables = new();
    private readonly TextRanks _ranks = new();

    public SectionView Run(SectionTable table, GridQuery query)
    {
        // A default(GridQuery) has nulls in it; equal questions must be equal keys.
        var question = new GridQuery((query.Search ?? "").Trim(), (query.Filter ?? "").Trim(), (query.Sorts ?? "").Trim());
        var answers = _tables.GetValue(table, t => new TableAnswers(t, _ranks));
        return answers.GetOrAdd(question, q => Answer(table, q, answers));
    }

    private static SectionView Answer(SectionTable table, GridQuery query, TableAnswers answers)
    {
        var definition = table.Definition;
        var partial = new Dictionary<string, int>();
        var filter = query.Filter.Length == 0 ? null : FilterParser.Parse(query.Filter, [.. definition.Columns.Select(c => c.Id)]);
        var rows = Search(table, query.Search, answers.AllRows);
        var unjudgeable = 0;
        if (filter?.Filter is { } usable)
        {
            rows = Judge(table, usable, rows, out unjudgeable);
            foreach (var root in usable.Roots)
                NotePartial(root);
        }

        var keys = new List<double[]>();
        foreach (var sort in query.SortKeys)
        {
            NotePartial(sort.ColumnId);
            if (definition.OrdinalOf(sort.ColumnId) is var ordinal and >= 0)
                keys.Add(answers.SortKeyOf(sort, ordinal));
            else
                partial[sort.ColumnId] = 0;
        }

        if (keys.Count > 0)
        {
            keys.Add(answers.KeyOrder);
            rows = ReferenceEquals(rows, answers.AllRows) ? [.. rows] : rows;
            RowOrder.Sort(rows, keys);
        }

        return new SectionView(table, query, rows, Totals(table, rows), filter?.Error, filter?.ErrorAt ?? 0, unjudgeable, partial);

        // A text that is not there is as a rule none (no policy); a number that is not there is one the broker did not tell.
        void NotePartial(string columnId)
        {
            if (definition.OrdinalOf(columnId) is not (var ordinal and >= 0))
                return;
            var column = definition.Columns[ordinal];
            if (column.IsText && !column.IsRotating && table.Columns[ordinal].UnavailableReason is null)
                return;
            if (answers.CoverageOf(ordinal) is var covered && covered < table.RowCount)
                partial[columnId] = covered;
        }
    }

    private static int[] Search(SectionTable table, string search, int[] rows)
    {
        var texts = table.Columns.OfType<TextColumn>().Where(c => c.UnavailableReason is null).ToArray();
        foreach (var word in search.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            rows = Array.FindAll(rows, row => IsIn(texts, row, word));
        return rows;
    }

    private static bool IsIn(TextColumn[] columns, int row, string word)
    {
        foreach (var column in columns)
        {
            if (column[row] is { } text && text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static int[] Judge(SectionTable table, IFilter filter, int[] rows, out int unjudgeable)
    {
        var row = new SectionFilterRow(table);
        var matching = new List<int>();
        unjudgeable = 0;
        foreach (var candidate in rows)
        {
            row.Row = candidate;
            var verdict = filter.Judge(row);
            if (verdict == FilterVerdict.Yes)
                matching.Add(candidate);
            else if (verdict == FilterVerdict.Unjudgeable)
                unjudgeable++;
        }

        return [.. matching];
    }

    private static Dictionary<string, double> Totals(SectionTable table, int[] rows)
    {
        var totals = new Dictionary<string, double>();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (!table.Definition.Columns[i].IsTotalled || table.Columns[i].UnavailableReason is not null)
                continue;
            var column = table.Columns[i];
            var sum = 0.0;
            foreach (var row in rows)
                sum += column.NumberAt(row);
            // A missing cell is NaN and makes the sum NaN: no total rather than a wrong one.
            if (!double.IsNaN(sum))
                totals[table.Definition.Columns[i].Id] = sum;
        }

        return totals;
    }
}
