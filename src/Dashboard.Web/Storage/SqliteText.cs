namespace Dashboard.Web.Storage;

internal static class SqliteText
{
    /// <summary>A LIKE pattern (with ESCAPE '\') that finds the text anywhere; LIKE itself does not mind ASCII case.</summary>
    public static string Contains(string text)
        => "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
