using System.Globalization;
using Dashboard.Core.Filtering.Raw;

namespace Dashboard.Core.Filtering.Syntax;

/// <summary>A field compared with one value.</summary>
internal sealed class CompareNode(FieldPath path, string op, Literal value) : FilterNode
{
    private readonly TextPattern? _pattern = op == "~" ? new TextPattern(value.Text) : null;
    private readonly Glob? _glob = op == "like" ? new Glob(value.Text) : null;

    private bool IsTextOperator => op is "~" or "^=" or "$=" or "like";

    public override RawNeed? Need => FieldNeeds.OfComparison(path, op, value);

    public override FilterVerdict Judge(IFilterRow row, ref int budget)
    {
        var field = row.Resolve(path);
        return field.Kind switch
        {
            FilterValueKind.Unjudgeable => FilterVerdict.Unjudgeable,
            FilterValueKind.Absent => Verdict(op == "!="),
            FilterValueKind.Text => JudgeText(row, field.Text!, ref budget),
            FilterValueKind.Flag when IsTextOperator => Match(field.Number > 0 ? "true" : "false", ref budget),
            FilterValueKind.Flag => Verdict(JudgeFlag(field.Number > 0)),
            _ when double.IsNaN(field.Number) => FilterVerdict.Unjudgeable,
            _ when IsTextOperator => Match(field.Number.ToString("R", CultureInfo.InvariantCulture), ref budget),
            _ => Verdict(double.IsNaN(value.Number) ? op == "!=" : Holds(field.Number.CompareTo(value.Number))),
        };
    }

    public override string ToString() => $"{PathReader.Write(path)} {op} {value}";

    private bool JudgeFlag(bool flag)
    {
        var wanted = value.Flag ?? value.Number switch
        {
            0 => false,
            1 => true,
            _ => null,
        };
        return wanted is null ? op == "!=" : op is "=" or "!=" && Holds(flag == wanted ? 0 : 1);
    }

    private FilterVerdict JudgeText(IFilterRow row, string text, ref int budget)
    {
        var verdict = IsTextOperator ? Match(text, ref budget) : Verdict(Compare(text));
        // Of a text that was cut, only a find is certain.
        var isCertain = verdict == FilterVerdict.Yes && op is "~" or "^=";
        return isCertain || row is not ISearchableRow searchable || !searchable.IsCut(path) ? verdict : FilterVerdict.Unjudgeable;
    }

    private bool Compare(string text)
    {
        if (value.IsQuoted || double.IsNaN(value.Number))
            return Holds(string.CompareOrdinal(text, value.Text));
        var number = value.Read(text);
        if (op is "=" or "!=")
        {
            var isEqual = string.Equals(text, value.Text, StringComparison.Ordinal) || number.Equals(value.Number);
            return isEqual == (op == "=");
        }

        // A text that is no number is neither above nor below one.
        return !double.IsNaN(number) && Holds(number.CompareTo(value.Number));
    }

    private FilterVerdict Match(string text, ref int budget) => op switch
    {
        "~" => _pattern!.IsIn(text, ref budget),
        "^=" => Verdict(text.StartsWith(value.Text, StringComparison.OrdinalIgnoreCase)),
        "$=" => Verdict(text.EndsWith(value.Text, StringComparison.OrdinalIgnoreCase)),
        _ => _glob!.Matches(text, ref budget),
    };

    private bool Holds(int comparison) => op switch
    {
        "=" => comparison == 0,
        "!=" => comparison != 0,
        ">" => comparison > 0,
        ">=" => comparison >= 0,
        "<" => comparison < 0,
        _ => comparison <= 0,
    };
}
