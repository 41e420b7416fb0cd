using System.Text.Json.Serialization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations;

/// <summary>Which messages of the source an operation takes. Frozen when the job starts.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "by")]
[JsonDerivedType(typeof(AllMessages), "all")]
[JsonDerivedType(typeof(FirstMessages), "first")]
[JsonDerivedType(typeof(MatchingMessages), "filter")]
[JsonDerivedType(typeof(ChosenMessages), "chosen")]
[JsonDerivedType(typeof(MessagesBefore), "before")]
public abstract record MessageSelection
{
    /// <summary>Whether messages that are not taken have to be passed over on the way.</summary>
    [JsonIgnore]
    public bool PassesOver => this is MatchingMessages or ChosenMessages;
}

/// <summary>All that are ready when the job starts.</summary>
public sealed record AllMessages : MessageSelection;

/// <summary>The first <paramref name="Count"/> from the head.</summary>
public sealed record FirstMessages(long Count) : MessageSelection;

/// <summary>Those a filter says yes to (<c>docs/filter.md</c>).</summary>
public sealed record MatchingMessages(string Filter) : MessageSelection;

/// <summary>Those picked by hand, as a multiset of identities.</summary>
public sealed record ChosenMessages(IReadOnlyList<MessageIdentity> Identities) : MessageSelection;

/// <summary>Purge of a log: all before a bound.</summary>
public sealed record MessagesBefore(PurgeBound Bound) : MessageSelection;
