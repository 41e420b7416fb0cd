namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>Whether a group was found rebalancing, or with other members than before, in its last looks.</summary>
internal sealed class RebalanceRecord
{
    /// <summary>As many looks as are remembered.</summary>
    public const int Looks = 24;

    private int _unsettled;
    private int _looks;
    private int _fingerprint;

    /// <summary>Looks that are remembered.</summary>
    public int Count => _looks;

    /// <summary>Of these, looks in which it rebalanced or had other members or another assignment than in the look before.</summary>
    public int Unsettled => System.Numerics.BitOperations.PopCount((uint)_unsettled);

    public void Note(GroupFacts group)
    {
        var fingerprint = FingerprintOf(group);
        var isUnsettled = group.State is GroupState.PreparingRebalance or GroupState.CompletingRebalance || (_looks > 0 && fingerprint != _fingerprint);
        _fingerprint = fingerprint;
        _looks = Math.Min(Looks, _looks + 1);
        _unsettled = ((_unsettled << 1) | (isUnsettled ? 1 : 0)) & ((1 << Looks) - 1);
    }

    private static int FingerprintOf(GroupFacts group)
    {
        // Members come in any order.
        var sum = 0;
        foreach (var member in group.Members)
        {
            var hash = new HashCode();
            hash.Add(member.Id);
            foreach (var partition in member.Assignment ?? [])
                hash.Add(partition);
            sum = unchecked(sum + hash.ToHashCode());
        }

        return sum;
    }
}
