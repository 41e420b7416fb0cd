using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Dashboard.Web.Startup;

internal static class ConfigurationSources
{
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
        while (position > 0 && sources[position - 1] is CommandLineConfigurationSource or EnvironmentVariablesConfigurationSource { Prefix: null or "" })
        {
            position--;
        }

        sources.Insert(position, source);
        return builder;
    }
}
