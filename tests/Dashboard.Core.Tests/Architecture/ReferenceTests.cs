using System.Reflection;

namespace Dashboard.Core.Tests.Architecture;

/// <summary>Core stays free of the web, of broker SDKs and of SQL, so that every provider and every front end can build on it.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Allowed =
    [
        "System",
        "netstandard",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Primitives",
    ];

    [Fact]
    public void Core_References_OnlyTheRuntimeAndAbstractions()
    {
        var referenced = Core.GetReferencedAssemblies().Select(name => name.Name!).ToList();

        referenced.ShouldContain("System.Runtime", "the list of references could not be read");
        referenced.Where(name => !Allowed.Contains(name) && !name.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Core_References_NoDatabase()
        => Core.GetReferencedAssemblies().Select(name => name.Name!).ShouldNotContain("System.Data.Common");

    private static Assembly Core { get; } = Assembly.Load("Dashboard.Core");
}
