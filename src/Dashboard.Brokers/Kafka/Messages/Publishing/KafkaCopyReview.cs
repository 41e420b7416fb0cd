using System.Globalization;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Brokers.Kafka.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Messages.Publishing;

/// <summary>What a topic would do with copies: refuse them, remove them again by retention or compaction; and what of another broker's message does not get there.</summary>
/// <param name="address">Where they go.</param>
/// <param name="settings">The topic's; null where the account may not ask.</param>
/// <param name="time">The clock that retention is judged by.</param>
internal sealed class KafkaCopyReview(PublishAddress address, TopicSettings? settings, TimeProvider time) : ICopyReview
{
    /// <summary>Keys are remembered by their hash up to this many.</summary>
    private const int MaxKeys = 200_000;

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private long _seen;
    private long _expired;
    private long _replaced;
    private long _nullKeys;
    private long _tombstones;
    private long _typed;
    private long _meaningless;

    public IReadOnlyList<CopyRemark> Remarks => [.. All().Where(remark => remark.Messages > 0)];

    public string? Note(MessageEnvelope original, OutgoingMessage copy)
    {
        _seen++;
        var size = copy.Body.Length + (copy.Key?.Length ?? 0);
        if (settings?.MaxMessageBytes is { } most && size > most)
            return $"it is larger than {address.Destination.Describe()} takes (max.message.bytes is {most:N0})";
        if (copy.Key is null)
        {
            if (settings is { IsCompacted: true })
                return $"it has no key, and {address.Destination.Describe()} is compacted: the broker refuses it";
            _nullKeys++;
        }
        else if (settings is { IsCompacted: true } && _keys.Count < MaxKeys && !_keys.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(copy.Key.Value.Span))))
        {
            // The one before it with the same key goes.
            _replaced++;
        }

        if (copy.IsTombstone)
            _tombstones++;
        if (settings?.Retention is { } retention && TimeOf(copy) is { } at && at < time.GetUtcNow() - retention)
            _expired++;
        if (original.Partition is null)
            NoteForeign(original);
        return null;
    }

    private void NoteForeign(MessageEnvelope original)
    {
        if (original.Headers.Any(field => field.Value is not (TextValue or BytesValue or NullValue)))
            _typed++;
        if (original.Properties.Any(field => field.Name is "expiration" or "priority" or "reply_to" or "user_id"))
            _meaningless++;
    }

    private static DateTimeOffset? TimeOf(OutgoingMessage copy)
    {
        foreach (var property in copy.Properties)
        {
            if (property is { Name: KafkaCopy.TimestampProperty, Value: TimestampValue at })
                return at.Value;
        }

        return null;
    }

    private IEnumerable<CopyRemark> All()
    {
        var place = address.Destination.Describe();
        if (settings?.Retention is { } retention)
            yield return new CopyRemark(Tone.Bad, $"keep a time that is older than the retention of {place} ({retention.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours): the broker removes them again soon", _expired);
        yield return new CopyRemark(Tone.Warning, $"have a later one with the same key, which {place} keeps instead of them (it is compacted)", _replaced);
        yield return new CopyRemark(Tone.Info, $"have no key: each goes to any partition of {place}", _nullKeys);
        if (settings is { IsCompacted: true })
            yield return new CopyRemark(Tone.Warning, $"have no value: {place} deletes what has their key (it is compacted)", _tombstones);
        yield return new CopyRemark(Tone.Info, "have headers of other types than text, lists or tables for one: these become text or JSON", _typed);
        yield return new CopyRemark(Tone.Info, "have properties that mean nothing to Kafka (expiration, priority, reply_to, user_id): they are kept as headers and do nothing", _meaningless);
        if (settings is null)
            yield return new CopyRemark(Tone.Unknown, $"go to {place}, whose settings this account may not see: whether retention or compaction removes them is not known", _seen);
    }
}
