using Dashboard.Core.Model;

namespace Dashboard.Core.Diagnosis;

/// <summary>What is kept of an open finding beyond a restart: that there was one, and since when. All else of it is judged anew.</summary>
/// <param name="Connection">Where.</param>
/// <param name="SignalId">What.</param>
/// <param name="Id">As <see cref="Finding.Id"/>.</param>
/// <param name="Since">As <see cref="Finding.Since"/>.</param>
/// <param name="IsOlderThanKnown">As <see cref="Finding.IsOlderThanKnown"/>.</param>
public sealed record KeptFinding(ConnectionId Connection, string SignalId, string Id, DateTimeOffset Since, bool IsOlderThanKnown);
