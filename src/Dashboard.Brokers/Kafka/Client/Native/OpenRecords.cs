namespace Dashboard.Brokers.Kafka.Client.Native;

/// <summary>The records that the library has and has not reported on yet, each under a number that goes along with it.</summary>
internal sealed class OpenRecords
{
    private readonly Lock _sync = new();
    private readonly List<IRecordListener?> _listeners = [null];
    private readonly Stack<int> _free = new();

    /// <summary>The number is never 0.</summary>
    public int Add(IRecordListener listener)
    {
        lock (_sync)
        {
            if (_free.TryPop(out var number))
            {
                _listeners[number] = listener;
                return number;
            }

            _listeners.Add(listener);
            return _listeners.Count - 1;
        }
    }

    /// <summary>Takes one out; null where it was taken out already.</summary>
    public IRecordListener? Take(int number)
    {
        lock (_sync)
        {
            if (_listeners[number] is not { } listener)
                return null;
            _listeners[number] = null;
            _free.Push(number);
            return listener;
        }
    }

    public List<IRecordListener> TakeAll()
    {
        lock (_sync)
        {
            var all = _listeners.OfType<IRecordListener>().ToList();
            for (var i = 0; i < _listeners.Count; i++)
                _listeners[i] = null;
            return all;
        }
    }
}
