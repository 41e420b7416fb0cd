using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace Dashboard.Web.Startup;

internal static class ConfigurationSources
{
    /// <summary>Where the dashboard listens when nothing says otherwise: this machine alone.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>
    /// Gives <see cref="DefaultAddress"/> the lowest rank, and only where no address and no port is configured. In appsettings.json it
    /// would silently win over ASPNETCORE_URLS.
    /// </summary>
    public static WebApplicationBuilder AddDefaultAddress(this WebApplicationBuilder builder)
    {
        string[] keys = ["urls", "http_ports", "https_ports"];
        if (keys.All(key => string.IsNullOrEmpty(builder.Configuration[key])))
        {
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new("urls", DefaultAddress)] });
        }

        return builder;
    }

    /// <summary>
    /// <c>--config FILE</c> names one's own settings. They win over appsettings.json and user secrets, and lose to environment
    /// variables and to the rest of the command line. The path counts from the working directory; a file that is not there stops the start.
    /// </summary>
    public static WebApplicationBuilder AddConfigFile(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["config"] is not { Length: > 0 } file)
        {
            return builder;
        }

        var source = new JsonConfigurationSource { Path = Path.GetFullPath(file), Optional = false, ReloadOnChange = false };
        source.ResolveFileProvider();
        var sources = builder.Configuration.Sources;
        var position = sources.Count;
        while (position > 0 && sources[position - 1] is not JsonConfigurationSource)
        {
            position--;
        }

        sources.Insert(position, source);
        return builder;
    }
}
