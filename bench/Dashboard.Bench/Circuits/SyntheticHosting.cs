using Dashboard.Bench.Circuits;
using Dashboard.Core.Capabilities;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(SyntheticHosting))]

namespace Dashboard.Bench.Circuits;

/// <summary>Adds the synthetic broker and the heap meter to a dashboard that is otherwise as it was published.</summary>
public sealed class SyntheticHosting : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services =>
    {
        services.AddSingleton<IBrokerProvider, SyntheticProvider>();
        services.AddHostedService<HeapMeter>();
    });
}
