using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Web.Tests.Metrics;

/// <summary>
/// A strict reader of Prometheus' text format 0.0.4, written from its specification and knowing nothing of our writer: HELP and TYPE once and before the
/// samples, all samples of a metric together, legal names, legal escapes, no series twice, a line feed at the end.
/// </summary>
internal static partial class PrometheusGrammar
{
    public static IReadOnlyList<Series> Read(string text)
    {
        text.ShouldEndWith("\n");
        text.ShouldNotContain("\r");
        var all = new List<Series>();
        var finished = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? family = null;
        var hasType = false;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var name = line["# HELP ".Length..].Split(' ', 2)[0];
                MetricName().IsMatch(name).ShouldBeTrue(line);
                HelpText().IsMatch(line[("# HELP ".Length + name.Length + 1)..]).ShouldBeTrue(line);
                finished.Add(name).ShouldBeTrue($"{name} stands there twice");
                (family, hasType) = (name, false);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                line.ShouldBeOneOf($"# TYPE {family} gauge", $"# TYPE {family} counter");
                hasType.ShouldBeFalse(line);
                hasType = true;
            }
            else
            {
                var series = ReadSample(line);
                (series.Name == family && hasType).ShouldBeTrue($"not below its TYPE: {line}");
                seen.Add($"{series.Name}\0{string.Join('\0', series.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"))}").ShouldBeTrue($"twice: {line}");
                all.Add(series);
            }
        }

        return all;
    }

    private static Series ReadSample(string line)
    {
        var at = 0;
        while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] is '_' or ':'))
            at++;
        var name = line[..at];
        MetricName().IsMatch(name).ShouldBeTrue(line);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (at < line.Length && line[at] == '{')
        {
            do
            {
                var start = ++at;
                while (line[at] != '=')
                    at++;
                var label = line[start..at];
                LabelName().IsMatch(label).ShouldBeTrue(line);
                line[++at].ShouldBe('"', line);
                labels.TryAdd(label, ReadQuoted(line, ref at)).ShouldBeTrue($"label twice: {line}");
            }
            while (line[at] == ',');
            line[at++].ShouldBe('}', line);
        }

        line[at].ShouldBe(' ', line);
        double.TryParse(line[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value).ShouldBeTrue(line);
        double.IsFinite(value).ShouldBeTrue($"what is not known is left out: {line}");
        return new Series(name, labels, value);
    }

    private static string ReadQuoted(string line, ref int at)
    {
        var text = new System.Text.StringBuilder();
        for (at++; line[at] != '"'; at++)
        {
            if (line[at] != '\\')
            {
                text.Append(line[at]);
                continue;
            }

            text.Append(line[++at] switch { '\\' => '\\', '"' => '"', 'n' => '\n', var other => throw new InvalidOperationException($"no such escape: \\{other} in {line}") });
        }

        at++;
        return text.ToString();
    }

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex MetricName();

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*$")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"^(?:[^\\]|\\\\|\\n)+$")]
    private static partial Regex HelpText();

    public sealed record Series(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
}
