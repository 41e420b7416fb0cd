using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Ledger;

/// <summary>One line to be appended to a ledger.</summary>
/// <param name="Sequence">The message's number in the job, from 1.</param>
/// <param name="Step">What happened.</param>
/// <param name="Detail">The broker's words or the reason; hostile text.</param>
public sealed record LedgerEntry(long Sequence, LedgerStep Step, string? Detail = null)
{
    /// <summary>Who the message is: given with its first line and never again.</summary>
    public LedgerRow? Row { get; init; }
}

/// <summary>A message of a job as its first line knows it.</summary>
/// <param name="Identity">Who it is; null on a log where the place alone says it. Such rows that follow each other are kept as one line of the file.</param>
/// <param name="Position">Its place in the source; the offset on a log.</param>
/// <param name="Target">Where it is to go, in words.</param>
/// <param name="Size">Body size in bytes.</param>
public sealed record LedgerRow(MessageIdentity? Identity, long Position, string Target, long Size);

/// <summary>A row that may stand in the source still (or, where that was asked for, was delivered and stands there as well).</summary>
/// <param name="Sequence">The message's number.</param>
/// <param name="Identity">Who it is; null where its place says it.</param>
/// <param name="Position">Its place when it was first seen.</param>
/// <param name="Step">Its last step.</param>
/// <param name="WasSentAgain">There was a further intent after a fault had made it uncertain: it may be at the target more than once.</param>
/// <param name="HasTwin">The ledger has another row with the same identity: which of them is seen again cannot be told.</param>
public sealed record OpenRow(long Sequence, MessageIdentity? Identity, long Position, LedgerStep Step, bool WasSentAgain, bool HasTwin);
