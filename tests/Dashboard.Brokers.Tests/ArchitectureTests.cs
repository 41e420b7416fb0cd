using System.Reflection;

namespace Dashboard.Brokers.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void Brokers_References_NoWebFramework()
    {
        var referenced = Assembly.Load("Dashboard.Brokers").GetReferencedAssemblies().Select(name => name.Name!).ToList();

        referenced.ShouldContain("System.Runtime", "the list of references could not be read");
        referenced.Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).ShouldBeEmpty();
        referenced.ShouldNotContain("Dashboard.Web");
    }
}
