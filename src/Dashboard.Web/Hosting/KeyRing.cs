using Dashboard.Web.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Dashboard.Web.Hosting;

internal static class KeyRing
{
    /// <summary>Keeps the Data Protection keys in the data folder, so that sessions live through a restart.</summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("broker-dashboard");
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((keys, folder, loggers) =>
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder.Folder("keys")), loggers));
        return services;
    }
}
