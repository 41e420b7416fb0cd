namespace Dashboard.Web.Api;

/// <summary>Forms of a file.</summary>
internal enum FileForm
{
    Csv,

    /// <summary>One JSON object a line.</summary>
    Jsonl,
}
