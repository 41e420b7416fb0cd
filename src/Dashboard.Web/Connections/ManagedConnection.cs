using Dashboard.Core.Model;
using ConnectionInfo = Dashboard.Core.Model.ConnectionInfo;

namespace Dashboard.Web.Connections;

/// <summary>A connection in the list of connections.</summary>
/// <param name="Info">What may be shown of it.</param>
/// <param name="IsFromFile">Configured in a file or the environment: shown here, changed there.</param>
/// <param name="Values">Its settings without the secrets, for the form; empty where it is from a file.</param>
/// <param name="StoredSecrets">Keys of the secrets that are stored.</param>
/// <param name="Problem">Why a stored connection is not open; null where it is.</param>
/// <param name="ChangedBy">Account that saved it last; null where it is from a file.</param>
/// <param name="ChangedAt">When.</param>
public sealed record ManagedConnection(
    ConnectionInfo Info,
    bool IsFromFile,
    IReadOnlyDictionary<string, string?> Values,
    IReadOnlyList<string> StoredSecrets,
    string? Problem,
    string? ChangedBy,
    DateTimeOffset? ChangedAt);
