using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Dashboard.Build.Bunit;

/// <summary>Answers bunit's request for AngleSharp.Diffing 1.x with the 0.17 that Bunit.targets copied; see there.</summary>
internal static class DiffingAssemblyResolver
{
    [ModuleInitializer]
    internal static void Install() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
        => name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "diffing", "AngleSharp.Diffing.dll"))
            : null;
}
