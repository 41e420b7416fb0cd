namespace Dashboard.Web.Storage.History;

/// <summary><c>Dashboard:History</c>.</summary>
/// <param name="Reach">How far back is kept on disk; zero keeps nothing there.</param>
/// <param name="MaxBytes">Size of the file; the oldest hours go when it is reached.</param>
internal sealed record HistoryOptions(TimeSpan Reach, long MaxBytes)
{
    public static readonly HistoryOptions Default = new(TimeSpan.FromHours(24), 256L * 1024 * 1024);
}
