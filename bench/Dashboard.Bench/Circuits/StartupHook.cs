using System.Reflection;
using System.Runtime.Loader;

/// <summary>
/// Has the published dashboard find this assembly when <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c> names it (<c>DOTNET_STARTUP_HOOKS</c>). The runtime wants
/// the class without a namespace and by this name.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
        => AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == Own.GetName().Name ? Own : null;

    private static Assembly Own => typeof(StartupHook).Assembly;
}
