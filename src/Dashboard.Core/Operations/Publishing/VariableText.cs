using System.Text;

namespace Dashboard.Core.Operations.Publishing;

/// <summary>
/// A text with variables, <c>{{uuid}}</c>, parsed. The grammar is closed (<c>docs/templates.md</c>): nothing in it runs code. <c>\{{</c> stands
/// for <c>{{</c> itself.
/// </summary>
public sealed class VariableText
{
    private readonly IReadOnlyList<(string Literal, Variable? Variable)> _pieces;

    private VariableText(IReadOnlyList<(string Literal, Variable? Variable)> pieces) => _pieces = pieces;

    /// <summary>Names that have to be given a value, in order, each once.</summary>
    public IReadOnlyList<string> Prompts => [.. _pieces.Select(piece => piece.Variable?.Prompt).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>There is at least one variable in it.</summary>
    public bool HasVariables => _pieces.Any(piece => piece.Variable is not null);

    /// <summary>The parsed text, or null and what is wrong with it.</summary>
    public static VariableText? Parse(string text, out string? problem)
    {
        problem = null;
        var pieces = new List<(string, Variable?)>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (At(text, at, "\\{{"))
            {
                literal.Append("{{");
                at += 3;
            }
            else if (At(text, at, "{{"))
            {
                var end = text.IndexOf("}}", at, StringComparison.Ordinal);
                if (end < 0)
                {
                    problem = $"'{{{{' at character {at + 1:N0} is not closed by '}}}}'; write \\{{{{ for the characters themselves.";
                    return null;
                }

                if (Variable.Parse(text[(at + 2)..end], out var why) is not { } variable)
                {
                    problem = $"Variable at character {at + 1:N0}: {why}";
                    return null;
                }

                pieces.Add((literal.ToString(), variable));
                literal.Clear();
                at = end + 2;
            }
            else
            {
                literal.Append(text[at++]);
            }
        }

        pieces.Add((literal.ToString(), null));
        return new VariableText(pieces);
    }

    /// <summary>The text with the values of one message.</summary>
    /// <param name="values">The values.</param>
    /// <param name="sequence">Which message, from 1.</param>
    /// <param name="field">Which field it stands in, so that two fields get different random values.</param>
    /// <param name="isJson">
    /// Inside a JSON text values are escaped; outside of one a value that is no JSON value of its own is written as a text in quotes.
    /// </param>
    public string Expand(PublishVariables values, long sequence, string field, bool isJson)
    {
        var text = new StringBuilder();
        var json = new JsonPlace();
        for (var i = 0; i < _pieces.Count; i++)
        {
            var (literal, variable) = _pieces[i];
            text.Append(literal);
            if (isJson)
                json.Pass(literal);
            if (variable is null)
                continue;
            var value = variable.Value(values, sequence, $"{field}/{i}");
            text.Append(isJson ? json.Write(value) : value);
        }

        return text.ToString();
    }

    private static bool At(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;
}
