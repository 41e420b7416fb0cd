using System.Text;

namespace Dashboard.Web.Metrics;

/// <summary>Collects samples by metric. Names become legal ones; a second sample with the same labels is left out, as the format demands.</summary>
internal sealed class FamilyBuilder
{
    private readonly Dictionary<string, (string Help, bool IsCounter, List<MetricSample> Samples, HashSet<string> Seen)> _families = new(StringComparer.Ordinal);

    public void Add(string name, string help, double value, params IReadOnlyList<(string Name, string Value)> labels) => Add(name, help, false, value, labels);

    public void AddCounter(string name, string help, double value, params IReadOnlyList<(string Name, string Value)> labels) => Add(name, help, true, value, labels);

    public IReadOnlyList<MetricFamily> Build() =>
        [.. _families.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new MetricFamily(f.Key, f.Value.Help, f.Value.IsCounter, f.Value.Samples))];

    private void Add(string name, string help, bool isCounter, double value, IReadOnlyList<(string Name, string Value)> labels)
    {
        var legal = Legal(name);
        if (!_families.TryGetValue(legal, out var family))
            _families[legal] = family = (help, isCounter, [], new(StringComparer.Ordinal));
        if (family.Seen.Add(string.Join('\0', labels.Select(label => label.Value))))
            family.Samples.Add(new MetricSample(value, [.. labels.Select(label => KeyValuePair.Create(label.Name, label.Value))]));
    }

    private static string Legal(string name)
    {
        var legal = new StringBuilder(name.Length);
        foreach (var c in name)
            legal.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        return legal.ToString();
    }
}
