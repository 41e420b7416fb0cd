using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Audit;

namespace Dashboard.Web.Storage.Audit;

/// <summary>The hash that ties each audit record to the one before it.</summary>
internal static class AuditChain
{
    /// <summary>What stands in for the hash before the first record.</summary>
    public static readonly string Start = new('0', 64);

    /// <summary>SHA-256 over the previous hash and every field with its length, so that no two records read alike.</summary>
    public static string Hash(string previous, long sequence, DateTimeOffset at, AuditEntry entry)
    {
        string?[] fields =
        [
            previous,
            sequence.ToString(CultureInfo.InvariantCulture),
            at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            entry.Actor,
            entry.Action,
            entry.Outcome.ToString(),
            entry.Connection,
            entry.Target,
            entry.Detail,
            entry.RemoteAddress,
            entry.JobId,
        ];
        var text = new StringBuilder();
        foreach (var field in fields)
            text.Append(CultureInfo.InvariantCulture, $"{field?.Length ?? -1}:{field}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
