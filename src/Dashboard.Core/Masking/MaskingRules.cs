using Dashboard.Core.Model;

namespace Dashboard.Core.Masking;

/// <summary>All rules that are configured. Immutable.</summary>
public sealed class MaskingRules(IReadOnlyList<MaskingRule> rules)
{
    public static readonly MaskingRules None = new([]);

    /// <summary>What is hidden of messages that stand there; empty where nothing is.</summary>
    public IReadOnlyList<MaskedField> FieldsAt(DestinationRef destination)
        => rules.Count == 0 ? [] : [.. rules.Where(rule => rule.IsAbout(destination)).SelectMany(rule => rule.Fields).DistinctBy(field => field.Text)];
}
