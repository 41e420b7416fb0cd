using System.Globalization;
using System.Security.Cryptography;

namespace Dashboard.Core.Operations;

/// <summary>Names of jobs: sortable by time, safe in URLs and as file names.</summary>
internal static class JobIds
{
    public static string New(DateTimeOffset now)
        => now.UtcDateTime.ToString("yyyyMMdd-HHmmssfff", CultureInfo.InvariantCulture) + "-" + RandomNumberGenerator.GetHexString(6, lowercase: true);

    /// <summary>The id, when it can be one: ids come from URLs and become file names.</summary>
    public static string Checked(string jobId)
        => jobId.Length is > 0 and <= 64 && jobId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? jobId
            : throw new ArgumentException("This is not the id of a job.", nameof(jobId));
}
