namespace Dashboard.Core.Operations.Importing;

/// <summary>Names of imported files among the archives.</summary>
public static class ImportIds
{
    private const string Prefix = "import-";

    /// <summary>Pattern of the names of their files.</summary>
    public const string FilePattern = Prefix + "*.jsonl";

    /// <summary>The archive is an imported file, and not what a job took.</summary>
    public static bool IsImport(string? archiveId) => archiveId?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    internal static string New(DateTimeOffset now) => Prefix + JobIds.New(now);
}
