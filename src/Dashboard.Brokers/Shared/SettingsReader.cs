using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Shared;

/// <summary>Reads the settings of a connection value by value, and collects everything that is wrong with them, each under its exact key.</summary>
internal abstract class SettingsReader(ConnectionSettings settings)
{
    private readonly List<SettingProblem> _problems = [];

    public IReadOnlyList<SettingProblem> Problems => _problems;

    /// <summary>Names every key that is none of <paramref name="known"/>, or below one of them.</summary>
    protected void CheckNames(IReadOnlyList<string> known)
    {
        foreach (var key in settings.Values.Keys.Order(StringComparer.OrdinalIgnoreCase))
        {
            var isKnown = known.Any(name => key.Equals(name, StringComparison.OrdinalIgnoreCase)
                || key.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
            if (!isKnown)
                Problem(key, $"is not known; known are {string.Join(", ", known)}.");
        }
    }

    /// <summary>A secret that stands under its key or in the file that <paramref name="fileKey"/> names; null where neither is given.</summary>
    protected string? Secret(string key, string fileKey)
    {
        var file = Text(fileKey);
        if (settings.Values.TryGetValue(key, out var secret) && secret is not null)
        {
            if (file is not null)
                Problem(fileKey, $"stands beside {key}; keep one of the two.");
            return secret;
        }

        if (file is null)
            return null;
        try
        {
            if (new FileInfo(file).Length > 64 * 1024)
            {
                Problem(fileKey, "names a file of over 64 KiB, which is no password file.");
                return "";
            }

            // Editors end files with a line break, which is not meant.
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Problem(fileKey, $"cannot be read: {e.Message}");
            return "";
        }
    }

    /// <summary>Authorities from a PEM file; empty, with a problem noted, where it cannot be read or holds none.</summary>
    protected X509Certificate2Collection Authorities(string key, string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
            if (authorities.Count == 0)
                Problem(key, "holds no PEM certificate.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            Problem(key, $"cannot be read: {e.Message}");
        }

        return authorities;
    }

    protected string Required(string key)
    {
        if (Text(key) is { } value)
            return value;
        Problem(key, "is missing.");
        return "";
    }

    protected double Number(string key, double fallback, double min, double max)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Problem(key, $"is not a number from {min} to {max}.");
        return fallback;
    }

    protected bool Flag(string key, string text)
    {
        if (bool.TryParse(text, out var value))
            return value;
        Problem(key, "is neither true nor false.");
        return false;
    }

    /// <summary>A list <c>name:0</c>, <c>name:1</c>... or a single value under <c>name</c> itself, in the order of the numbers.</summary>
    protected List<(string Key, string Value)> List(string name)
    {
        var items = new List<(int Order, string Key, string Value)>();
        foreach (var (key, value) in settings.Values)
        {
            if (string.IsNullOrWhiteSpace(value))
                continue;
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                items.Add((-1, name, value));
            else if (key.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                items.Add((int.TryParse(key.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue, key, value));
        }

        return items.OrderBy(i => i.Order).ThenBy(i => i.Key, StringComparer.Ordinal).Select(i => (i.Key, i.Value)).ToList();
    }

    protected string? Text(string key) => settings.Values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <param name="key">Where.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="inFiles">See <see cref="SettingProblem.InFiles"/>.</param>
    protected void Problem(string key, string message, string? inFiles = null)
        => _problems.Add(new SettingProblem($"{settings.KeyPrefix}:{key}", message) { InFiles = inFiles });
}
