using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Filtering.Raw;

/// <summary>What the bytes of a message must have, or a filter cannot say yes to it. Immutable.</summary>
internal abstract class RawNeed
{
    /// <summary>False is certain.</summary>
    public abstract bool MayMatch(RawMessage message);
}

/// <summary>All of several.</summary>
internal sealed class AllNeeds(RawNeed[] needs) : RawNeed
{
    /// <summary>Those that are known; null where none is.</summary>
    public static RawNeed? Of(IEnumerable<RawNeed?> needs) => needs.OfType<RawNeed>().ToArray() switch
    {
        [] => null,
        [var one] => one,
        var known => new AllNeeds(known),
    };

    public override bool MayMatch(RawMessage message)
    {
        foreach (var need in needs)
        {
            if (!need.MayMatch(message))
                return false;
        }

        return true;
    }
}

/// <summary>One of several.</summary>
internal sealed class AnyNeed(RawNeed[] needs) : RawNeed
{
    /// <summary>Null where one of them is not known: then there is nothing that must be.</summary>
    public static RawNeed? Of(IEnumerable<RawNeed?> needs)
    {
        var all = needs.ToArray();
        return all.Length == 0 || Array.Exists(all, need => need is null) ? null : new AnyNeed([.. all.OfType<RawNeed>()]);
    }

    public override bool MayMatch(RawMessage message)
    {
        foreach (var need in needs)
        {
            if (need.MayMatch(message))
                return true;
        }

        return false;
    }
}
