using System.Text;

namespace Dashboard.Core.Filtering;

/// <summary>How a text is written into a filter, whatever it holds.</summary>
public static class FilterQuoting
{
    /// <summary>A text with quotes around it, as it can be read again.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
