namespace Dashboard.Core.Operations;

/// <summary>
/// Where the selected messages are: disjoint sets that always add up. <c>Selected = Delivered + Remaining + Quarantined + ExternallyRemoved + Uncertain</c>.
/// </summary>
/// <param name="Selected">Messages the job is about.</param>
/// <param name="Delivered">Confirmed by the target (purge: gone; archive: in the file) and, where messages are removed, removed or known to be.</param>
/// <param name="Quarantined">Could not stay in the source and were not delivered: in the job's quarantine file.</param>
/// <param name="ExternallyRemoved">Somebody else took them while the job ran.</param>
/// <param name="Uncertain">Sent when a fault struck and not known to have arrived, or possibly sent twice: each is listed in the report.</param>
/// <param name="Held">Part of the remaining: tried and not deliverable, left in the source, each with its reason.</param>
/// <param name="PassedOver">Not selected; read on the way and given back.</param>
public sealed record JobAccounting(
    long Selected,
    long Delivered,
    long Quarantined,
    long ExternallyRemoved,
    long Uncertain,
    long Held,
    long PassedOver)
{
    public static readonly JobAccounting None = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Selected and not delivered: still in the source.</summary>
    public long Remaining => Selected - Delivered - Quarantined - ExternallyRemoved - Uncertain;
}
