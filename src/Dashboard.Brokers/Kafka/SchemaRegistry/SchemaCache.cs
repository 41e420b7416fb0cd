using Dashboard.Core.Decoding.Schemas;

namespace Dashboard.Brokers.Kafka.SchemaRegistry;

/// <summary>Answers of a registry: schemas for good, because their numbers never change, failures for a while. Bounded; thread-safe.</summary>
internal sealed class SchemaCache(int maximum, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SchemaPointer, Entry> _entries = [];
    private long _uses;

    public bool TryGet(SchemaPointer pointer, out SchemaAnswer? answer)
    {
        lock (_gate)
        {
            answer = null;
            if (!_entries.TryGetValue(pointer, out var entry))
                return false;
            if (entry.Until is { } until && time.GetUtcNow() >= until)
            {
                _entries.Remove(pointer);
                return false;
            }

            entry.LastUse = ++_uses;
            answer = entry.Answer;
            return true;
        }
    }

    public void Keep(SchemaPointer pointer, SchemaAnswer answer, TimeSpan? period)
    {
        lock (_gate)
        {
            if (_entries.Count >= maximum && !_entries.ContainsKey(pointer))
                _entries.Remove(_entries.MinBy(entry => entry.Value.LastUse).Key);
            _entries[pointer] = new Entry(answer, period is { } kept ? time.GetUtcNow() + kept : null) { LastUse = ++_uses };
        }
    }

    private sealed class Entry(SchemaAnswer answer, DateTimeOffset? until)
    {
        public SchemaAnswer Answer => answer;

        public DateTimeOffset? Until => until;

        public long LastUse { get; set; }
    }
}
