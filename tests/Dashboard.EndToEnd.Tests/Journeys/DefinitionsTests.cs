using System.Text;
using System.Text.Json;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>Definitions are exported, a file is compared with what is there, and only what was chosen of it is applied.</summary>
[Collection(SharedCollection.Name)]
public sealed class DefinitionsTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task Import_ComparedFirst_AppliesWhatWasChosenAndNothingElse()
    {
        await stage.Vhost.DeclareQueueAsync("defs.same");
        await stage.Vhost.DeclareExchangeAsync("defs.exchange", "topic");
        var tab = Watch(await stage.OpenAsync());
        await tab.GoAsync("c/rabbit/queues?q=defs.same");
        await Expect(new ListPage(tab).Row("defs.same")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await tab.GoAsync("c/rabbit/definitions");
        await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "What" }).SelectOptionAsync(stage.Vhost.Name);
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Button, new() { Name = "Export", Exact = true }).ClickAsync());
        using (var exported = JsonDocument.Parse(await File.ReadAllTextAsync(await download.PathAsync())))
            exported.RootElement.GetProperty("queues").EnumerateArray().Select(queue => queue.GetProperty("name").GetString()).ShouldContain("defs.same");

        await ChooseAsync(tab, new
        {
            queues = new[] { Queue("defs.same"), Queue("defs.new"), Queue("defs.not-chosen") },
            exchanges = new[] { new { name = "defs.exchange", type = "topic", durable = true, auto_delete = false, @internal = false, arguments = new { } } },
            bindings = new[] { new { source = "defs.exchange", destination = "defs.new", destination_type = "queue", routing_key = "#", arguments = new { } } },
        });
        await Expect(Item(tab, "defs.not-chosen")).ToContainTextAsync("new");
        await Expect(Item(tab, "queue defs.same")).ToHaveCountAsync(0);
        await tab.Page.GetByLabel("same").CheckAsync();
        await Expect(Item(tab, "queue defs.same").GetByRole(AriaRole.Checkbox)).ToBeDisabledAsync();
        await tab.PictureAsync("definitions-compared");
        await tab.Page.GetByLabel("Choose all that can be applied").CheckAsync();
        await Item(tab, "defs.not-chosen").GetByRole(AriaRole.Checkbox).UncheckAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Apply 2 objects" }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Apply 2 objects" });
        await Expect(dialog).ToContainTextAsync("defs.new");
        await QueuePage.ConfirmAsync(dialog, "Apply 2 objects");

        await new JobPage(tab).FollowNoteAsync();
        await new JobPage(tab).WaitForEndAsync("Succeeded");
        (await stage.Vhost.PublishAsync("defs.exchange", "any", "x")).ShouldBeTrue("the binding was made");
        await stage.Broker.WaitForCountAsync("defs.new", 1);
        await Should.ThrowAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(() => stage.Broker.CountAsync("defs.not-chosen"));
    }

    private static async Task ChooseAsync(Tab tab, object file)
    {
        await tab.Page.Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "shop.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(file)) });
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Comparison" })).ToBeVisibleAsync();
    }

    private static object Queue(string name) => new { name, durable = true, auto_delete = false, arguments = new { } };

    private static ILocator Item(Tab tab, string name) => tab.Page.GetByRole(AriaRole.Region, new() { Name = "Comparison" }).Locator("tbody tr", new() { HasText = name }).First;
}
