namespace Dashboard.Web.Components.Audit;

/// <summary>
/// One cell of a CSV file that a spreadsheet opens as text, whatever is in it: what could begin a formula gets an apostrophe before it.
/// </summary>
public static class CsvCell
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var safe = IsFormulaStart(text) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") >= 0 || safe != text ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    // Spreadsheets trim blanks, and take full-width signs for the plain ones.
    private static bool IsFormulaStart(string text)
    {
        var first = text.AsSpan().TrimStart(" \t\r\n");
        return text[0] is '\t' or '\r' or '\n' || (first.Length > 0 && first[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠');
    }
}
