using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Web.Configuration;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Tests.Configuration;

public sealed class DashboardOptionsReaderTests
{
    [Fact]
    public void Read_SoundConfiguration_GivesConnectionsInOrder()
    {
        var options = Read(
            ("Dashboard:Connections:0:Id", "shop"),
            ("Dashboard:Connections:0:Name", "Shop"),
            ("Dashboard:Connections:0:Kind", "probe"),
            ("Dashboard:Connections:0:Environment", "Production"),
            ("Dashboard:Connections:0:Probe:Url", "http://127.0.0.1"),
            ("Dashboard:Connections:1:Id", "stock"),
            ("Dashboard:Connections:1:Kind", "PROBE"),
            ("Dashboard:Connections:1:ReadOnly", "true"),
            ("Dashboard:Connections:1:probe:Url", "http://127.0.0.1"));

        options.Connections.Select(c => c.Info).ShouldBe(
        [
            new ConnectionInfo(new("shop"), "Shop", new("probe"), new("Production"), false),
            new ConnectionInfo(new("stock"), "stock", new("probe"), new(""), true),
        ]);
        options.Connections[0].Info.Environment.IsProduction.ShouldBeTrue();
        options.Connections[0].Values["url"].ShouldBe("http://127.0.0.1");
    }

    [Fact]
    public void Read_MaskingRules_AreByPlaceAndField()
    {
        var rules = Read(
            ("Dashboard:Masking:Rules:0:Connection", "prod-*"),
            ("Dashboard:Masking:Rules:0:Destination", "payments*"),
            ("Dashboard:Masking:Rules:0:Fields:0", "body.card.number"),
            ("Dashboard:Masking:Rules:1:Fields:0", "header.authorization")).Masking;

        rules.FieldsAt(new DestinationRef(new("prod-eu"), "queue", "/", "payments.retry")).Select(f => f.Text).ShouldBe(["body.card.number", "header.authorization"]);
        rules.FieldsAt(new DestinationRef(new("prod-eu"), "queue", "/", "orders")).Select(f => f.Text).ShouldBe(["header.authorization"]);
    }

    [Fact]
    public void Read_MaskingMistakes_AreNamedByTheirKeys()
    {
        var problems = Should.Throw<ConfigurationProblemsException>(() => Read(
            ("Dashboard:Masking:Rule:0:Fields:0", "body"),
            ("Dashboard:Masking:Rules:0:Queue", "typo"),
            ("Dashboard:Masking:Rules:1:Fields:0", "body.items[0]"),
            ("Dashboard:Masking:Rules:1:Fields:1", "property.message_id"))).Problems;

        problems.Select(p => p.Key).ShouldBe(
        [
            "Dashboard:Masking:Rule", "Dashboard:Masking:Rules:0:Queue", "Dashboard:Masking:Rules:0:Fields", "Dashboard:Masking:Rules:1:Fields:0", "Dashboard:Masking:Rules:1:Fields:1",
        ]);
    }

    [Fact]
    public void Read_ManyMistakes_TellsThemAllWithTheirKeys()
    {
        var problems = Should.Throw<ConfigurationProblemsException>(() => Read(
            ("Dashboard:Conections:0:Id", "typo"),
            ("Dashboard:Connections:0:Id", "Not An Id"),
            ("Dashboard:Connections:0:Kind", "probe"),
            ("Dashboard:Connections:1:Id", "b"),
            ("Dashboard:Connections:1:Kind", "carrier-pigeon"),
            ("Dashboard:Connections:2:Id", "c"),
            ("Dashboard:Connections:2:Kind", "probe"),
            ("Dashboard:Connections:2:ReadOnly", "maybe"),
            ("Dashboard:Connections:2:Probe:Url", "x"),
            ("Dashboard:Connections:2:Pobe:Url", "x"),
            ("Dashboard:Auth:BootstrapAdmin:Name", "ada"),
            ("Dashboard:Auth:BootstrapAdmin:Password", "secret-in-the-file"),
            ("Dashboard:Proxy:PathBase", "brokers"),
            ("Dashboard:Proxy:KnownProxies:0", "everyone"),
            ("Dashboard:Operations:ResumeAfterRestart", "perhaps")));

        problems.Problems.Select(p => p.Key).ShouldBe(
            [
                "Dashboard:Conections",
                "Dashboard:Connections:0:Id",
                "Dashboard:Connections:0:Probe:Url",
                "Dashboard:Connections:1:Kind",
                "Dashboard:Connections:2:ReadOnly",
                "Dashboard:Connections:2:Pobe",
                "Dashboard:Auth:BootstrapAdmin",
                "Dashboard:Auth:BootstrapAdmin:Password",
                "Dashboard:Proxy:PathBase",
                "Dashboard:Proxy:KnownProxies:0",
                "Dashboard:Operations:ResumeAfterRestart",
            ],
            ignoreOrder: true);
        problems.Message.ShouldNotContain("secret-in-the-file");
    }

    [Fact]
    public void Read_TwoConnectionsOfOneId_AreRefused() => Should.Throw<ConfigurationProblemsException>(() => Read(
        ("Dashboard:Connections:0:Id", "shop"),
        ("Dashboard:Connections:0:Kind", "probe"),
        ("Dashboard:Connections:0:Probe:Url", "x"),
        ("Dashboard:Connections:1:Id", "shop"),
        ("Dashboard:Connections:1:Kind", "probe"),
        ("Dashboard:Connections:1:Probe:Url", "x"))).Message.ShouldContain("'shop' 2 times");

    private static DashboardOptions Read(params (string Key, string Value)[] settings) => new DashboardOptionsReader(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build(),
        [new ProbeProvider()]).Read();

    private sealed class ProbeProvider : IBrokerProvider
    {
        public BrokerKind Kind => new("probe");

        public string DisplayName => "Probe";

        public IReadOnlyList<SettingProblem> Validate(ConnectionSettings settings) =>
            settings.Values.ContainsKey("Url") ? [] : [new($"{settings.KeyPrefix}:Url", "is missing.")];

        public IBrokerConnection Create(ConnectionSettings settings) => throw new InvalidOperationException("Only settings are looked at here.");
    }
}
