using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Dashboard.Web.Components.Messages.Comparing;

/// <summary>The lines of two texts, with what was taken out and put in. Long runs of equal lines are folded.</summary>
public static class LineDiff
{
    /// <summary>Equal lines that are shown around a change.</summary>
    private const int Context = 3;

    /// <summary>More lines than this are not compared: it would take too long, and nobody reads it.</summary>
    public const int MaxLines = 4000;

    /// <summary>The lines, in order; null where a text is too long to be compared. Equal texts give one folded run.</summary>
    public static IReadOnlyList<DiffLine>? Of(string before, string after)
    {
        if (CountLines(before) > MaxLines || CountLines(after) > MaxLines)
            return null;
        var model = new InlineDiffBuilder(new Differ()).BuildDiffModel(before, after);
        var lines = new List<DiffLine>(model.Lines.Count);
        var (left, right) = (0, 0);
        foreach (var piece in model.Lines)
        {
            var (kind, l, r) = piece.Type switch
            {
                ChangeType.Deleted => (DiffKind.Removed, ++left, (int?)null),
                ChangeType.Inserted => (DiffKind.Added, (int?)null, ++right),
                _ => (DiffKind.Same, (int?)++left, (int?)++right),
            };
            lines.Add(new DiffLine(kind, l, r, piece.Text ?? ""));
        }

        return Fold(lines);
    }

    private static int CountLines(string text) => text.AsSpan().Count('\n') + 1;

    private static List<DiffLine> Fold(List<DiffLine> lines)
    {
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Kind == DiffKind.Same)
                continue;
            for (var near = Math.Max(0, i - Context); near <= Math.Min(lines.Count - 1, i + Context); near++)
                shown[near] = true;
        }

        var folded = new List<DiffLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (shown[i])
            {
                folded.Add(lines[i]);
                continue;
            }

            var from = i;
            while (i + 1 < lines.Count && !shown[i + 1])
                i++;
            folded.Add(new DiffLine(DiffKind.Folded, null, null, i == from ? "1 equal line" : $"{i - from + 1:N0} equal lines"));
        }

        return folded;
    }
}

/// <summary>One line of a diff.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Before">Its number in the text before, from 1; null where it is not there.</param>
/// <param name="After">Its number in the text after, from 1; null where it is not there.</param>
/// <param name="Text">The line; hostile text.</param>
public sealed record DiffLine(DiffKind Kind, int? Before, int? After, string Text);

/// <summary>What a line of a diff is.</summary>
public enum DiffKind
{
    Same,
    Removed,
    Added,

    /// <summary>Stands for a run of equal lines.</summary>
    Folded,
}
