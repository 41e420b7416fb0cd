using System.Collections.Immutable;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Kafka.Client.ApiVersions;

/// <summary>What the brokers of a cluster offer, as far as they have told. Replaced whole; thread-safe.</summary>
internal sealed class ClusterApis
{
    private ImmutableSortedDictionary<int, BrokerApis> _brokers = ImmutableSortedDictionary<int, BrokerApis>.Empty;
    private ImmutableSortedDictionary<int, string> _silent = ImmutableSortedDictionary<int, string>.Empty;

    /// <summary>By broker id.</summary>
    public IReadOnlyDictionary<int, BrokerApis> Brokers => Volatile.Read(ref _brokers);

    /// <summary>Brokers that were asked and never told, and why.</summary>
    public IReadOnlyDictionary<int, string> Silent => Volatile.Read(ref _silent);

    /// <summary>Takes in a round of answers.</summary>
    /// <param name="told">What brokers told now, or earlier.</param>
    /// <param name="silent">Those of which nothing is known.</param>
    public void Set(IEnumerable<KeyValuePair<int, BrokerApis>> told, IEnumerable<KeyValuePair<int, string>> silent)
    {
        Volatile.Write(ref _brokers, told.ToImmutableSortedDictionary());
        Volatile.Write(ref _silent, silent.ToImmutableSortedDictionary());
    }

    /// <summary>Why a request cannot be made: a broker is known to lack it. Null where none is. Enough for calls that fail in good order.</summary>
    public string? WhyNot(ApiKey api) => Brokers.FirstOrDefault(b => !b.Value.Offers(api)) is { Value: not null } lacking
        ? $"Needs {ReleaseGuess.FirstWith(api)}: {api} is not offered by broker {lacking.Key}."
        : null;

    /// <summary>Whether every broker is known to offer a request at this version or a later one.</summary>
    public bool AllOffer(ApiKey api, short version) => Silent.Count == 0 && Brokers is { Count: > 0 } brokers
        && brokers.Values.All(b => b.Apis.TryGetValue((short)api, out var range) && range.Max >= version);

    /// <summary>Whether every broker offers a request. A call that ends the process where it is missing may be made on <see cref="Availability.Yes"/> only.</summary>
    public Availability Offers(ApiKey api)
    {
        var (brokers, silent) = (Brokers, Silent);
        if (WhyNot(api) is { } reason)
            return Availability.No(reason);
        if (brokers.Count == 0)
            return Availability.No($"Whether the brokers offer {api} is not known yet.");
        return silent.Count == 0 ? Availability.Yes : Availability.No($"Whether broker {silent.First().Key} offers {api} is not known: {silent.First().Value}");
    }
}
