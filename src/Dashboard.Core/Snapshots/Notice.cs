using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>
/// Something the operator should know of a connection now, said by the broker itself: an alarm, a partition, a node that is down.
/// </summary>
/// <param name="Id">Stable while it lasts: <c>mem_alarm:rabbit@host</c>.</param>
/// <param name="Tone">How bad.</param>
/// <param name="Text">Subject: what, with figures.</param>
/// <param name="SectionId">The section where it shows; null for the connection.</param>
/// <param name="Key">The row there; null for none.</param>
public sealed record Notice(string Id, Tone Tone, string Text, string? SectionId = null, RowKey? Key = null);
