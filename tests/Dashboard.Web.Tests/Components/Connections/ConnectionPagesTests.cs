using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Auth;
using Dashboard.Web.Components;
using Dashboard.Web.Components.Connections;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Connections;
using Dashboard.Web.Tests.Components.Fakes;
using Dashboard.Web.Tests.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Connections;

/// <summary>The pages on the whole application's services; the addresses lead to ports of this machine where nothing listens.</summary>
public sealed class ConnectionPagesTests : BunitContext
{
    private const string Secret = "s3cret-never-shown";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestDashboard _dashboard = new TestDashboard(
        ("Dashboard:Connections:0:Id", "filed"),
        ("Dashboard:Connections:0:Kind", "rabbitmq"),
        ("Dashboard:Connections:0:RabbitMq:ManagementUrls:0", "http://127.0.0.1:1"),
        ("Dashboard:Connections:0:RabbitMq:Username", "u"),
        ("Dashboard:Connections:0:RabbitMq:Password", Secret)).Started();

    private readonly FakeAccess _access = new(Role.Admin);

    public ConnectionPagesTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddDashboardComponents();
        Services.AddSingleton(_dashboard.Services.GetRequiredService<ConnectionAdministration>());
        Services.AddSingleton(_dashboard.Services.GetRequiredService<ISnapshotStore>());
        Services.AddSingleton<ICurrentActor>(_access);
        Services.AddSingleton(TimeProvider.System);
    }

    private ConnectionAdministration Service => Services.GetRequiredService<ConnectionAdministration>();

    [Fact]
    public async Task List_ConnectionOfAFile_IsMarkedAndCannotBeChanged()
    {
        await SignInAsync();
        await Service.AddAsync(_access.Actor, Draft(), CancellationToken.None);

        var page = Open<ConnectionsPage>("tbody tr");

        var rows = page.FindAll("tbody tr");
        rows[0].TextContent.ShouldContain("configuration");
        rows[0].QuerySelectorAll(".connections-actions > *").ShouldBeEmpty();
        rows[1].TextContent.ShouldContain("dashboard, by root");
        rows[1].QuerySelector(".connections-actions a")!.GetAttribute("href").ShouldBe("connections/edit?id=made");
        page.Markup.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task List_Removed_AsksFirstAndForgetsIt()
    {
        await SignInAsync();
        await Service.AddAsync(_access.Actor, Draft(), CancellationToken.None);
        var page = Open<ConnectionsPage>("tbody tr");

        // In step with renders that come from snapshots.
        await page.InvokeAsync(() => page.FindAll(".connections-actions button").Single().Click());
        page.WaitForElement("dialog, [role=dialog]", Patience).TextContent.ShouldContain("The broker itself, past jobs and the audit are not touched.");
        (await Service.ListAsync(_access.Actor, CancellationToken.None)).Count.ShouldBe(2);
        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent == "Remove connection").Click());

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(1), Patience);
        (await Service.ListAsync(_access.Actor, CancellationToken.None)).ShouldHaveSingleItem().Info.Id.ShouldBe(new ConnectionId("filed"));
    }

    [Fact]
    public async Task Pages_ForAnOperator_SayWhoseTheyAre()
    {
        await SignInAsync(Role.Operator);

        Open<ConnectionsPage>(".empty-state").Find(".empty-state").TextContent.ShouldContain("Connections are for admins");
        Open<ConnectionEditPage>(".empty-state").FindAll("input").ShouldBeEmpty();
    }

    [Fact]
    public async Task Form_WithMistakes_SaysEachAtItsFieldAndSavesNothing()
    {
        await SignInAsync();
        var page = Open<ConnectionEditPage>(".object-field");

        page.Find("#connection-name").Input("Made here");
        page.Find("#connection-id").GetAttribute("value").ShouldBe("made-here");
        Fill(page, "Management addresses", "http://127.0.0.1:2\nrabbit");
        Fill(page, "Time limit", "soon");
        page.Find("form").Submit();
        page.WaitForAssertion(() => MistakeOf(page, "Time limit").ShouldContain("is not a whole number"), Patience);
        Fill(page, "Time limit", "20");
        page.Find("form").Submit();

        page.WaitForAssertion(() => MistakeOf(page, "Management addresses").ShouldStartWith("Line 2 "), Patience);
        MistakeOf(page, "Password").ShouldNotBeEmpty();
        page.Find(".connection-error").TextContent.ShouldContain("nothing was saved");
        (await Service.ListAsync(_access.Actor, CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Form_OfKafkaWithMistakes_SpeaksOfItsFieldsAndNotOfConfigurationKeys()
    {
        await SignInAsync();
        var page = Open<ConnectionEditPage>(".object-field");
        await page.InvokeAsync(() => page.Find("#connection-kind").Change("kafka"));
        page.WaitForAssertion(() => page.Markup.ShouldContain("Bootstrap servers"), Patience);

        page.Find("#connection-name").Input("Made here");
        Fill(page, "Bootstrap servers", "127.0.0.1:2");
        Fill(page, "SASL mechanism", "PLAIN");
        page.Find("form").Submit();
        page.WaitForAssertion(() => MistakeOf(page, "Password").ShouldBe("Is missing."), Patience);
        MistakeOf(page, "User name").ShouldBe("Is missing.");
        Fill(page, "Protocol", "plaintext");
        page.Find("form").Submit();

        page.WaitForAssertion(() => MistakeOf(page, "Protocol").ShouldBe("Has no SASL, but \"SASL mechanism\" is given: use sasl_plaintext or sasl_ssl."), Patience);
        page.Markup.ShouldNotContain("PasswordFile");
        page.Markup.ShouldNotContain("Sasl:");
    }

    [Fact]
    public async Task Form_OfAStoredConnection_NeverHoldsTheSecretAndAsksForItWhenAnAddressChanges()
    {
        await SignInAsync();
        await Service.AddAsync(_access.Actor, Draft(), CancellationToken.None);
        Services.GetRequiredService<NavigationManager>().NavigateTo("connections/edit?id=made");

        var page = Open<ConnectionEditPage>(".object-field");

        page.Markup.ShouldNotContain(Secret);
        FieldOf(page, "Password").GetAttribute("placeholder").ShouldBe("stored; leave empty to keep it");
        FieldOf(page, "Management addresses").GetAttribute("value").ShouldBe("http://127.0.0.1:2");
        Fill(page, "Management addresses", "http://127.0.0.1:3");
        page.Find("form").Submit();

        page.WaitForAssertion(() => page.Find(".connection-error").TextContent.ShouldContain("Enter the password anew: Management addresses changed"), Patience);
        MistakeOf(page, "Password").ShouldContain("entered again");
        (await Service.ListAsync(_access.Actor, CancellationToken.None))[1].Values["ManagementUrls:0"].ShouldBe("http://127.0.0.1:2");
    }

    [Fact]
    public async Task Form_ChangedAfterATest_DoesNotKeepWhatTheTestFound()
    {
        await SignInAsync();
        await Service.AddAsync(_access.Actor, Draft(), CancellationToken.None);
        Services.GetRequiredService<NavigationManager>().NavigateTo("connections/edit?id=made");
        var page = Open<ConnectionEditPage>(".object-field");

        page.FindAll("button").Single(button => button.TextContent == "Test").Click();
        page.WaitForAssertion(() => page.FindAll(".connection-steps li").Count.ShouldBe(2), Patience);
        page.Find(".connection-steps").TextContent.ShouldNotContain(Secret);
        Fill(page, "Virtual hosts", "/");

        page.WaitForAssertion(() => page.FindAll(".connection-steps").ShouldBeEmpty(), Patience);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _dashboard.DisposeAsync();
    }

    // The store is a real one: a page is there a little later.
    private IRenderedComponent<T> Open<T>(string selector)
        where T : IComponent
    {
        var page = Render<T>();
        page.WaitForState(() => page.FindAll(selector).Count > 0, Patience);
        return page;
    }

    private static AngleSharp.Dom.IElement Part(IRenderedComponent<ConnectionEditPage> page, string title)
        => page.FindAll(".object-field").Single(field => field.QuerySelector("label")?.TextContent.StartsWith(title, StringComparison.Ordinal) == true);

    private static AngleSharp.Dom.IElement FieldOf(IRenderedComponent<ConnectionEditPage> page, string title) => Part(page, title).QuerySelector("input, textarea")!;

    private static string MistakeOf(IRenderedComponent<ConnectionEditPage> page, string title) => string.Join(' ', Part(page, title).QuerySelectorAll(".field-error").Select(one => one.TextContent));

    private static void Fill(IRenderedComponent<ConnectionEditPage> page, string title, string text) => FieldOf(page, title).Input(text);

    private static ConnectionDraft Draft() => new()
    {
        Id = "made",
        Name = "Made",
        Kind = "rabbitmq",
        Values = new Dictionary<string, string?> { ["ManagementUrls:0"] = "http://127.0.0.1:2", ["AmqpEndpoints:0"] = "amqp://127.0.0.1:2", ["Username"] = "u", ["Password"] = Secret },
    };

    private async Task SignInAsync(Role role = Role.Admin)
    {
        await _dashboard.AddAccountAsync("root", role);
        _access.Actor = new Actor("root", role);
    }
}
