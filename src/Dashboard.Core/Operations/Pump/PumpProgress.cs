using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>The figures of a running job. The ledger is the truth; between two readings of it this follows what was appended to it.</summary>
internal sealed class PumpProgress(TimeProvider time)
{
    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(5);

    private readonly Lock _sync = new();
    private readonly Dictionary<LedgerStep, long> _counts = [];
    private readonly Queue<(long At, long Done)> _samples = new();
    private long _rows;
    private long _missing;
    private long _goneTwins;
    private long _passedOver;
    private long? _bound;
    private long _done;
    private long _bytes;
    private long _sized;

    /// <summary>Messages delivered by this run; rises only.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Mean body size of what was met; null before anything was.</summary>
    public long? MeanSize
    {
        get
        {
            lock (_sync)
                return _sized == 0 ? null : _bytes / _sized;
        }
    }

    /// <param name="state">The ledger's account.</param>
    /// <param name="bound">How many messages are selected, where that is known beforehand; null for a filter.</param>
    public void Reset(LedgerState state, long? bound)
    {
        lock (_sync)
        {
            _counts.Clear();
            foreach (var (step, count) in state.Counts)
                _counts[step] = count;
            _rows = state.Rows;
            _missing = state.Fact(LedgerFacts.Missing) ?? 0;
            _goneTwins = state.Fact(LedgerFacts.GoneTwins) ?? 0;
            _bound = bound;
        }
    }

    /// <summary>A session reads from the head again, and meets again what an earlier one passed over.</summary>
    public void StartSession()
    {
        lock (_sync)
            _passedOver = 0;
    }

    public void Move(LedgerStep? from, LedgerStep to, int messages = 1)
    {
        lock (_sync)
        {
            if (from is { } before)
                _counts[before] = _counts.GetValueOrDefault(before) - messages;
            else
                _rows += messages;
            _counts[to] = _counts.GetValueOrDefault(to) + messages;
        }
    }

    public void CountDone(int messages = 1) => Interlocked.Add(ref _done, messages);

    public void Met(long size, bool isPassedOver)
    {
        lock (_sync)
        {
            _bytes += size;
            _sized++;
            if (isPassedOver)
                _passedOver++;
        }
    }

    public JobAccounting Accounting()
    {
        lock (_sync)
        {
            return new JobAccounting(
                Selected: _bound ?? _rows + _missing + _goneTwins,
                Delivered: Count(LedgerStep.Delivered) + _goneTwins,
                Quarantined: Count(LedgerStep.Quarantined),
                ExternallyRemoved: Count(LedgerStep.ExternallyRemoved) + _missing,
                Uncertain: Count(LedgerStep.Doubtful) + Count(LedgerStep.Unsettled) + Count(LedgerStep.SentAgain),
                Held: Count(LedgerStep.Held),
                PassedOver: _passedOver);
        }
    }

    /// <summary>Messages per second over the last seconds. To be asked a few times a second.</summary>
    public double Rate()
    {
        lock (_sync)
        {
            var now = time.GetTimestamp();
            _samples.Enqueue((now, Done));
            while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().At, now) > RateSpan)
                _samples.Dequeue();
            var first = _samples.Peek();
            var seconds = time.GetElapsedTime(first.At, now).TotalSeconds;
            return seconds <= 0 ? 0 : (Done - first.Done) / seconds;
        }
    }

    private long Count(LedgerStep step) => _counts.GetValueOrDefault(step);
}
