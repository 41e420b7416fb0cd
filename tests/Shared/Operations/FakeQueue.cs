using Dashboard.Core.Model;

namespace Dashboard.Tests.Shared.Operations;

/// <summary>A queue: ready messages in order, and those delivered to a session and not settled, which come back to their places.</summary>
public sealed class FakeQueue(DestinationRef name)
{
    private readonly SortedDictionary<long, FakeMessage> _ready = [];
    private readonly Dictionary<long, FakeMessage> _unacked = [];
    private readonly List<(long Place, FakeMessage Message)> _acked = [];
    private long _next;

    public DestinationRef Name { get; } = name;

    public int Consumers { get; set; }

    public bool IsLog { get; set; }

    /// <summary>A log that tells its places.</summary>
    public bool IsMeasured { get; set; }

    public long NextPlace => _next;

    /// <summary>Messages sent here go to this queue at once, with their stamp: a loop.</summary>
    public FakeQueue? FeedsBack { get; set; }

    public IReadOnlyList<FakeMessage> Ready => [.. _ready.Values];

    public int ReadyCount => _ready.Count;

    public int UnackedCount => _unacked.Count;

    /// <summary>Ready or not, whatever the broker still has.</summary>
    public IEnumerable<FakeMessage> All => _ready.Values.Concat(_unacked.Values);

    public void Add(FakeMessage message)
    {
        if (FeedsBack is { } other)
            other.Add(message);
        else
            _ready.Add(_next++, message);
    }

    public (long Place, FakeMessage Message)? TakeFirst()
    {
        if (_ready.Count == 0)
            return null;
        var (place, message) = _ready.First();
        _ready.Remove(place);
        _unacked.Add(place, message);
        return (place, message);
    }

    public (long Place, FakeMessage Message)? LookAt(long from)
        => _ready.Where(pair => pair.Key >= from).Select(pair => ((long, FakeMessage)?)(pair.Key, pair.Value)).FirstOrDefault();

    public void Ack(long place)
    {
        if (_unacked.Remove(place, out var message))
            _acked.Add((place, message));
    }

    /// <summary>An unclean end of the broker: the last removals are forgotten, and everything counts as delivered before.</summary>
    public void Crash(int forgottenAcks)
    {
        foreach (var (place, message) in _acked.TakeLast(forgottenAcks))
            _ready[place] = message;
        _acked.Clear();
        foreach (var place in _ready.Keys.ToList())
            _ready[place] = _ready[place] with { IsRedelivered = true };
    }

    public void Requeue(long place)
    {
        if (_unacked.Remove(place, out var message))
            _ready.Add(place, message with { IsRedelivered = true });
    }

    /// <summary>Somebody else takes messages from the head.</summary>
    public int StealFirst(int count)
    {
        var stolen = _ready.Keys.Take(count).ToList();
        stolen.ForEach(place => _ready.Remove(place));
        return stolen.Count;
    }

    /// <summary>Compaction: the place stays empty.</summary>
    public void Empty(long place) => _ready.Remove(place);

    public int Purge()
    {
        var count = _ready.Count;
        _ready.Clear();
        return count;
    }
}
