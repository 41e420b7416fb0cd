using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Configuration;

/// <summary>Reads <c>Dashboard:Connections</c>: what all kinds share here, the rest by the kind's provider.</summary>
internal sealed class ConnectionsReader(IEnumerable<IBrokerProvider> providers, List<SettingProblem> problems)
{
    internal const string IdRule = "is missing or holds other characters than lower-case letters, digits, '-', '_' and '.' (at most 64).";

    private static readonly string[] SharedKeys = ["Id", "Name", "Kind", "Environment", "ReadOnly"];

    private readonly Dictionary<string, IBrokerProvider> _providers = providers.ToDictionary(p => p.Kind.Value, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ConnectionSettings> Read(IConfigurationSection section)
    {
        var connections = section.GetChildren().Select(ReadOne).OfType<ConnectionSettings>().ToList();
        foreach (var twins in connections.GroupBy(c => c.Info.Id.Value, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            problems.Add(new(section.Path, $"has the Id '{twins.Key}' {twins.Count()} times; each connection needs an Id of its own."));
        return connections;
    }

    private ConnectionSettings? ReadOne(IConfigurationSection section)
    {
        var id = section["Id"] ?? "";
        if (!IsId(id))
            problems.Add(new($"{section.Path}:Id", IdRule));
        var readOnly = section["ReadOnly"] ?? "false";
        if (!bool.TryParse(readOnly, out var isReadOnly))
            problems.Add(new($"{section.Path}:ReadOnly", "is true or false."));
        if (section["Kind"] is not { Length: > 0 } kind || !_providers.TryGetValue(kind, out var provider))
        {
            problems.Add(new($"{section.Path}:Kind", $"is missing or not known. Known are {string.Join(", ", _providers.Keys.Order())}."));
            return null;
        }

        var name = section["Name"] is { Length: > 0 } given ? given : id;
        var info = new Dashboard.Core.Model.ConnectionInfo(new(id), name, provider.Kind, new(section["Environment"] ?? ""), isReadOnly);
        var own = section.GetChildren().FirstOrDefault(c => IsOf(provider, c.Key));
        foreach (var child in section.GetChildren())
        {
            if (!SharedKeys.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && !IsOf(provider, child.Key))
                problems.Add(new(child.Path, $"is not known. Known are {string.Join(", ", SharedKeys)} and {provider.DisplayName}."));
        }

        var settings = new ConnectionSettings(info, Flatten(own), own?.Path ?? $"{section.Path}:{provider.DisplayName}");
        problems.AddRange(provider.Validate(settings));
        return settings;
    }

    private static bool IsOf(IBrokerProvider provider, string key) =>
        key.Equals(provider.Kind.Value, StringComparison.OrdinalIgnoreCase) || key.Equals(provider.DisplayName, StringComparison.OrdinalIgnoreCase);

    internal static bool IsId(string id) =>
        id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.') && id.Any(char.IsAsciiLetterOrDigit);

    private static Dictionary<string, string?> Flatten(IConfigurationSection? section)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (section is null)
            return values;
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && key.Length > 0)
                values[key] = value;
        }

        return values;
    }
}
