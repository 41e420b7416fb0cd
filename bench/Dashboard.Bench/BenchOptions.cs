using System.Globalization;

namespace Dashboard.Bench;

/// <summary>The command line: a command, then <c>--name value</c> pairs.</summary>
internal sealed class BenchOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="BenchException">It cannot be read.</exception>
    public BenchOptions(string[] args)
    {
        Command = args.Length > 0 ? args[0] : "";
        for (var i = 1; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
                throw new BenchException($"'{args[i]}' is not an option with a value.");
            _values[args[i][2..]] = args[i + 1];
        }
    }

    public string Command { get; }

    public string Text(string name, string standard) => _values.GetValueOrDefault(name, standard);

    /// <exception cref="BenchException">It is missing.</exception>
    public string Required(string name) => _values.TryGetValue(name, out var value) ? value : throw new BenchException($"--{name} is missing.");

    /// <exception cref="BenchException">It is not a whole number.</exception>
    public int Number(string name, int standard)
        => !_values.TryGetValue(name, out var value) ? standard
            : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new BenchException($"--{name} '{value}' is not a number.");
}
