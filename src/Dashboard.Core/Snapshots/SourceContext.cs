using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>What a source is told when it is read.</summary>
/// <param name="Now">The time of this poll; date tables with it.</param>
/// <param name="LookedAt">Rows somebody looks at now, by section id: rotating columns read these first.</param>
public sealed record SourceContext(DateTimeOffset Now, IReadOnlyDictionary<string, IReadOnlyCollection<RowKey>> LookedAt)
{
    /// <summary>The rows of one section that somebody looks at now.</summary>
    public IReadOnlyCollection<RowKey> LookedAtIn(string sectionId) => LookedAt.TryGetValue(sectionId, out var keys) ? keys : [];
}
