using System.Globalization;
using System.Net;
using Dashboard.Core.Capabilities;
using Dashboard.Web.Storage.History;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Configuration;

/// <summary>Reads <c>Dashboard</c> from the configuration and reports all mistakes together, each with its exact key.</summary>
internal sealed class DashboardOptionsReader(IConfiguration configuration, IEnumerable<IBrokerProvider> providers)
{
    private const string Root = "Dashboard";
    private const double Mebibyte = 1024 * 1024;

    private static readonly string[] RootKeys = ["DataFolder", "Connections", "Auth", "Proxy", "Operations", "History", "Metrics", "Telemetry", "Masking"];

    private readonly List<SettingProblem> _problems = [];

    /// <exception cref="ConfigurationProblemsException">Something is wrong; nothing was created.</exception>
    public DashboardOptions Read()
    {
        var section = configuration.GetSection(Root);
        foreach (var child in section.GetChildren())
        {
            if (!RootKeys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                _problems.Add(new(child.Path, $"is not known. Known are {string.Join(", ", RootKeys)}."));
        }

        var options = new DashboardOptions
        {
            DataFolder = Path.GetFullPath(section["DataFolder"] is { Length: > 0 } folder ? folder : DefaultDataFolder()),
            Connections = new ConnectionsReader(providers, _problems).Read(section.GetSection("Connections")),
            Auth = ReadAuth(section.GetSection("Auth")),
            Proxy = ReadProxy(section.GetSection("Proxy")),
            Masking = new MaskingReader(_problems).Read(section.GetSection("Masking")),
            History = new HistoryOptions(
                TimeSpan.FromHours(Number(section.GetSection("History:Hours"), HistoryOptions.Default.Reach.TotalHours, 0, 168)),
                (long)(Number(section.GetSection("History:MaxMegabytes"), HistoryOptions.Default.MaxBytes / Mebibyte, 8, 65_536) * Mebibyte)),
        };

        // Bound to OperationsOptions where the engine is registered; only checked here.
        Flag(section.GetSection("Operations:ResumeAfterRestart"), otherwise: true);
        _problems.AddRange(TelemetrySettings.FindProblems(section));
        return _problems.Count == 0 ? options : throw new ConfigurationProblemsException(_problems);
    }

    private static string DefaultDataFolder() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "broker-dashboard");

    private AuthOptions ReadAuth(IConfigurationSection section)
    {
        var name = section["BootstrapAdmin:Name"];
        var file = section["BootstrapAdmin:PasswordFile"];
        if (section["BootstrapAdmin:Password"] is not null)
            _problems.Add(new($"{section.Path}:BootstrapAdmin:Password", "is not read, so that no password stands in a configuration. Give BootstrapAdmin:PasswordFile."));
        if (name is { Length: > 0 } != file is { Length: > 0 })
            _problems.Add(new($"{section.Path}:BootstrapAdmin", "needs both Name and PasswordFile."));
        else if (file is { Length: > 0 } && !File.Exists(file))
            _problems.Add(new($"{section.Path}:BootstrapAdmin:PasswordFile", $"names a file that is not there: {file}"));
        var hours = Number(section.GetSection("SessionHours"), 12, 0.1, 720);
        return new AuthOptions(Flag(section.GetSection("SignInLink"), otherwise: true), name, file, hours);
    }

    private ProxyOptions ReadProxy(IConfigurationSection section)
    {
        var pathBase = section["PathBase"]?.TrimEnd('/') ?? "";
        if (pathBase.Length > 0 && !pathBase.StartsWith('/'))
            _problems.Add(new($"{section.Path}:PathBase", "begins with a slash: /brokers"));
        var proxies = section.GetSection("KnownProxies").GetChildren().ToList();
        foreach (var proxy in proxies)
        {
            if (!IPAddress.TryParse(proxy.Value, out _) && !IPNetwork.TryParse(proxy.Value, out _))
                _problems.Add(new(proxy.Path, "is an address (10.0.0.7) or a network (10.1.0.0/16)."));
        }

        return new ProxyOptions(pathBase, [.. proxies.Select(p => p.Value ?? "")]);
    }

    private double Number(IConfigurationSection section, double otherwise, double least, double most)
    {
        if (section.Value is not { Length: > 0 } text)
            return otherwise;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        _problems.Add(new(section.Path, string.Create(CultureInfo.InvariantCulture, $"is a number from {least} to {most}.")));
        return otherwise;
    }

    private bool Flag(IConfigurationSection section, bool otherwise)
    {
        if (section.Value is not { Length: > 0 } text)
            return otherwise;
        if (bool.TryParse(text, out var flag))
            return flag;
        _problems.Add(new(section.Path, "is true or false."));
        return otherwise;
    }
}
