using System.Globalization;
using System.Text;

namespace Dashboard.Web.Metrics;

/// <summary>Writes metrics in Prometheus' text format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IReadOnlyList<MetricFamily> families)
    {
        var text = new StringBuilder(64 * 1024);
        foreach (var family in families)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ');
            Escape(text, family.Help, isQuoted: false);
            text.Append("\n# TYPE ").Append(family.Name).Append(family.IsCounter ? " counter\n" : " gauge\n");
            foreach (var sample in family.Samples)
                Write(text, family.Name, sample);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, MetricSample sample)
    {
        text.Append(name);
        var separator = '{';
        foreach (var (label, value) in sample.Labels)
        {
            text.Append(separator).Append(label).Append("=\"");
            Escape(text, value, isQuoted: true);
            text.Append('"');
            separator = ',';
        }

        if (separator == ',')
            text.Append('}');
        text.Append(' ').Append(sample.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static void Escape(StringBuilder text, string value, bool isQuoted)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '"' when isQuoted => text.Append("\\\""),
                // Half of a surrogate pair cannot be written as UTF-8, nor what a text file must not hold.
                '\0' or '\r' => text.Append(' '),
                _ => text.Append(c),
            };
        }
    }
}
