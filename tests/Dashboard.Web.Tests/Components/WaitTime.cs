using System.Runtime.CompilerServices;

namespace Dashboard.Web.Tests.Components;

internal static class WaitTime
{
    /// <summary>Component tests share two cores with brokers and browsers: what is awaited may take longer than bUnit's one second.</summary>
    [ModuleInitializer]
    internal static void Lengthen() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(15);
}
