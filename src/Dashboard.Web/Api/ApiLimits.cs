namespace Dashboard.Web.Api;

/// <summary>Bounds of the API, so that no call costs more than a page does.</summary>
internal static class ApiLimits
{
    public const long MaxRequestBytes = 16 * 1024 * 1024;

    /// <summary>Rows, jobs, outcomes or records in one answer.</summary>
    public const int MaxPage = 1000;

    public const int DefaultPage = 100;

    /// <summary>Bytes of one body in an answer.</summary>
    public const int MaxBodyBytes = 16 * 1024 * 1024;

    /// <summary>Bytes that one look reads in all.</summary>
    public const long MaxLookBytes = 64L * 1024 * 1024;
}
