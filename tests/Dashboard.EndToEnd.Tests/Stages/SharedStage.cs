using System.Text.Json.Nodes;
using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Processes;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Stages;

/// <summary>
/// What the journeys share that neither stop the dashboard nor the broker: one dashboard, one browser, one signed-in administrator, one
/// vhost in which each journey names its queues for itself. Three connections lead to the same broker: <c>rabbit</c>, <c>live</c> (marked
/// production) and <c>watched</c> (read-only).
/// </summary>
public sealed class SharedStage : IAsyncLifetime
{
    private readonly RabbitMqVhost _vhost = new();
    private readonly ChromiumFixture _chromium = new();
    private DashboardProcess? _dashboard;
    private string _session = "";

    public DashboardProcess Dashboard => _dashboard ?? throw new InvalidOperationException("The dashboard has not been started.");

    public IBrowser Browser => _chromium.Browser;

    /// <summary>The vhost of all three connections.</summary>
    public RabbitMqVhost Vhost => _vhost;

    /// <summary>The broker as it is, without the dashboard between.</summary>
    public BrokerEye Broker { get; private set; } = null!;

    /// <summary>The queues with hostile names are there.</summary>
    internal bool IsHostileMade { get; set; }

    public async Task InitializeAsync()
    {
        await _vhost.InitializeAsync();
        Broker = await BrokerEye.OpenAsync(_vhost);
        var connections = new JsonArray(
            ConnectionJson.Of("rabbit", _vhost),
            ConnectionJson.Of("live", _vhost, environment: "production"),
            ConnectionJson.Of("watched", _vhost, isReadOnly: true));
        _dashboard = await DashboardProcess.StartAsync(connections);
        await _chromium.InitializeAsync();
        await using var first = await Tab.OpenAsync(Browser, Dashboard.BaseAddress);
        await first.Page.GotoAsync(await Dashboard.SignInLinkAsync());
        await first.ReadyAsync();
        _session = await first.StorageStateAsync();
    }

    /// <summary>A new tab, signed in as the administrator.</summary>
    public Task<Tab> OpenAsync(Action<BrowserNewContextOptions>? change = null, string? script = null)
        => Tab.OpenAsync(Browser, Dashboard.BaseAddress, _session, change, script);

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_dashboard is not null)
            await _dashboard.DisposeAsync();
        if (Broker is not null)
            await Broker.DisposeAsync();
        await _vhost.DisposeAsync();
    }
}
