using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Core.Snapshots.Querying;

/// <summary>
/// Turns text into numbers that sort the same: without case, and digits by their value (queue-2 before queue-10). Texts that are the same from
/// poll to poll, as names are, keep their ranks without being sorted again. Thread-safe.
/// </summary>
internal sealed class TextRanks
{
    private const int MaxKept = 16;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string?[] Texts, double[] Ranks)> _kept = new();

    /// <summary>One rank for each text: equal for texts that differ in case alone, NaN for missing ones.</summary>
    public double[] Of(string?[] texts)
    {
        lock (_gate)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (!node.Value.Texts.AsSpan().SequenceEqual(texts))
                    continue;
                _kept.Remove(node);
                _kept.AddFirst(node);
                return node.Value.Ranks;
            }
        }

        var ranks = Compute(texts);
        lock (_gate)
        {
            _kept.AddFirst((texts, ranks));
            if (_kept.Count > MaxKept)
                _kept.RemoveLast();
        }

        return ranks;
    }

    private static double[] Compute(string?[] texts)
    {
        var ranks = new double[texts.Length];
        var keys = new List<string>(texts.Length);
        var rows = new List<int>(texts.Length);
        // Columns of few values (types, states) repeat theirs: make each key once.
        var made = new Dictionary<string, string>();
        for (var row = 0; row < texts.Length; row++)
        {
            if (texts[row] is not { } text)
            {
                ranks[row] = double.NaN;
                continue;
            }

            ref var key = ref CollectionsMarshal.GetValueRefOrAddDefault(made, text, out var exists);
            if (!exists)
                key = NaturalKey(text);
            keys.Add(key!);
            rows.Add(row);
        }

        var sortedKeys = keys.ToArray();
        var sortedRows = rows.ToArray();
        Array.Sort(sortedKeys, sortedRows, StringComparer.Ordinal);
        var rank = 0;
        for (var i = 0; i < sortedKeys.Length; i++)
        {
            if (i > 0 && !string.Equals(sortedKeys[i], sortedKeys[i - 1], StringComparison.Ordinal))
                rank++;
            ranks[sortedRows[i]] = rank;
        }

        return ranks;
    }

    /// <summary>Upper case, with each run of digits led by its length, so that ordinal comparison sees 10 after 2.</summary>
    internal static string NaturalKey(string text)
    {
        var hasDigit = text.AsSpan().ContainsAnyInRange('0', '9');
        if (!hasDigit)
            return text.ToUpperInvariant();
        var key = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                key.Append(char.ToUpperInvariant(text[i++]));
                continue;
            }

            while (i < text.Length - 1 && text[i] == '0' && char.IsAsciiDigit(text[i + 1]))
                i++;
            var start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
                i++;
            // A digit leads, so that numbers stay before letters; longer numbers have a greater lead.
            var length = i - start;
            key.Append('0').Append((char)('!' + Math.Min(length, 9000))).Append(text, start, length);
        }

        return key.ToString();
    }
}
