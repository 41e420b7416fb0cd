using Dashboard.Core.Filtering;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Pump;

/// <summary>The selection as a test on messages. Stateful where messages were picked by hand (a multiset).</summary>
internal sealed class SelectionTest
{
    private readonly Func<MessageEnvelope, FilterVerdict>? _judge;
    private readonly Dictionary<MessageIdentity, int>? _chosen;
    private int _left;

    public SelectionTest(MessageSelection selection, IEnumerable<MessageIdentity> alreadyTaken, MessageFilters filters)
    {
        switch (selection)
        {
            case MatchingMessages matching:
                _judge = filters.Compile(matching.Filter);
                break;
            case ChosenMessages chosen:
                _chosen = [];
                foreach (var identity in chosen.Identities)
                    _chosen[identity] = _chosen.GetValueOrDefault(identity) + 1;
                foreach (var identity in alreadyTaken)
                    Take(identity);
                _left = _chosen.Values.Sum();
                break;
        }
    }

    public long Unjudgeable { get; private set; }

    /// <summary>Everything that was picked has been met.</summary>
    public bool IsExhausted => _chosen is not null && _left == 0;

    /// <summary>Whether a message is of the selection; nothing is counted. Of picked ones this knows those not met yet.</summary>
    public bool WouldTake(MessageEnvelope message)
        => _judge is not null ? _judge(message) == FilterVerdict.Yes : _chosen is null || _chosen.GetValueOrDefault(message.Identity) > 0;

    public bool Takes(MessageEnvelope message)
    {
        if (_judge is not null)
        {
            var verdict = _judge(message);
            if (verdict == FilterVerdict.Unjudgeable)
                Unjudgeable++;
            return verdict == FilterVerdict.Yes;
        }

        if (_chosen is null)
            return true;
        if (!Take(message.Identity))
            return false;
        _left--;
        return true;
    }

    private bool Take(MessageIdentity identity)
    {
        if (_chosen is null || _chosen.GetValueOrDefault(identity) == 0)
            return false;
        _chosen[identity]--;
        return true;
    }
}
