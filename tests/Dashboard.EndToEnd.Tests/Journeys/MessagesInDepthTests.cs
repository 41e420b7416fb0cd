using System.Text;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>One message is edited and replayed, two are compared, a queue is exported to a file and the file is imported.</summary>
[Collection(SharedCollection.Name)]
public sealed class MessagesInDepthTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task EditAndReplay_OneDeadLetter_ReplacesItByTheEditedCopy()
    {
        const string Queue = "depth.edit";
        await stage.Broker.DeclareWithDeadLettersAsync(Queue);
        await stage.Broker.PublishAsync(Queue, 3, i => Encoding.UTF8.GetBytes($$"""{"order": {{i}}, "total": -1}"""), (p, _) => p.Headers = new Dictionary<string, object?> { ["x-tenant"] = "eu" });
        await stage.Broker.RejectAsync(Queue, 3);
        await stage.Broker.WaitForCountAsync($"{Queue}.dead", 3);
        var tab = Watch(await stage.OpenAsync(script: await Axe.ScriptAsync()));
        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, $"{Queue}.dead", "messages");
        var messages = new MessagesPart(tab);
        await messages.LookAsync();
        await messages.OpenMessageAsync(1);

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Edit and replay" }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("^Edit and replay") });
        await Expect(dialog).ToContainTextAsync("It would be replayed as it is");
        await Expect(dialog).ToContainTextAsync("Left out, because the broker or a replay wrote them");
        await dialog.GetByLabel("Body", new() { Exact = true }).FillAsync("""{"order": 1, "total": 100}""");
        var names = await dialog.GetByLabel("Header name").EvaluateAllAsync<string[]>("inputs => inputs.map(input => input.value)");
        await dialog.GetByLabel("Header value").Nth(Array.IndexOf(names, "x-tenant")).FillAsync("us");
        await Expect(dialog.Locator(".diff .added")).ToContainTextAsync("100");
        await Expect(dialog.Locator(".field-diff")).ToContainTextAsync("x-tenant");
        await tab.PictureAsync("edit-and-replay");
        await ShouldPassAxeAsync(tab.Page);
        await QueuePage.ConfirmAsync(dialog, "Replay the edited message");

        await stage.Broker.WaitForCountAsync(Queue, 1);
        await stage.Broker.WaitForCountAsync($"{Queue}.dead", 2);
        var copy = (await stage.Broker.DrainAsync(Queue)).Single();
        Encoding.UTF8.GetString(copy.Body.Span).ShouldBe("""{"order": 1, "total": 100}""");
        Encoding.UTF8.GetString((byte[])copy.BasicProperties.Headers!["x-tenant"]!).ShouldBe("us");
        copy.BasicProperties.MessageId.ShouldBe($"{Queue}-1");
        await tab.GoAsync("audit");
        await Expect(tab.Page.GetByText(new System.Text.RegularExpressions.Regex("edited: body, headers; body sha256 before")).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task PublishLikeThis_ByItsLink_OpensTheFilledForm()
    {
        const string Queue = "depth.like";
        await stage.Broker.DeclareQueueAsync(Queue);
        await stage.Broker.PublishAsync(Queue, new byte[] { 0xFF, 0x00, 0x0D, 0x0A });
        var tab = Watch(await stage.OpenAsync());
        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, Queue, "messages");
        var messages = new MessagesPart(tab);
        await messages.LookAsync();
        await messages.OpenMessageAsync(0);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Publish like this" }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("^Publish to") });
        var link = await dialog.Locator("[data-copy*='do=publish']").GetAttributeAsync("data-copy");

        var other = Watch(await stage.OpenAsync());
        await other.Page.GotoAsync(link!);
        await other.ReadyAsync();
        await other.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Search the first") }).ClickAsync();
        dialog = other.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("^Publish to") });
        await Expect(dialog).ToContainTextAsync("sent byte for byte");
        var publish = dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Publish 1 message") });
        await Expect(publish).ToBeEnabledAsync();
        await other.Page.WaitForTimeoutAsync(800);
        await publish.ClickAsync();

        await stage.Broker.WaitForCountAsync(Queue, 2);
        (await stage.Broker.DrainAsync(Queue)).Select(m => m.Body.ToArray()).ShouldAllBe(body => body.SequenceEqual(new byte[] { 0xFF, 0x00, 0x0D, 0x0A }));
    }

    [Fact]
    public async Task Compare_TwoOfTheList_ShowsWhatDiffersAndHasALink()
    {
        const string Queue = "depth.compare";
        await stage.Broker.DeclareQueueAsync(Queue);
        await stage.Broker.PublishAsync(Queue, 2, i => Encoding.UTF8.GetBytes(i == 0 ? """{"a": 1, "b": 2}""" : """{"b": 3, "a": 1}"""));
        var tab = Watch(await stage.OpenAsync(script: await Axe.ScriptAsync()));
        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, Queue, "messages");
        var messages = new MessagesPart(tab);
        await messages.LookAsync();
        await messages.Panel.GetByLabel("Select all that are shown").ClickAsync();
        await messages.Panel.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();

        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Compare two messages" });
        await Expect(dialog.Locator(".diff .removed")).ToContainTextAsync("\"b\": 2");
        await Expect(dialog.Locator(".diff .added")).ToContainTextAsync("\"b\": 3");
        await tab.PictureAsync("compare");
        await ShouldPassAxeAsync(tab.Page);
        await dialog.GetByRole(AriaRole.Link, new() { Name = "Open as page" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("for both$") }).ClickAsync();
        await Expect(tab.Page.Locator(".compare-page .diff .added")).ToContainTextAsync("\"b\": 3");
    }

    [Fact]
    public async Task ExportAndImport_AFilteredQueue_BringsTheSameMessagesBack()
    {
        const string Queue = "depth.export";
        await stage.Broker.DeclareQueueAsync(Queue);
        await stage.Broker.DeclareQueueAsync($"{Queue}.copy");
        await stage.Broker.PublishAsync(Queue, 60, i => Encoding.UTF8.GetBytes($$"""{"order": {{i}}}"""), (p, i) => p.Headers = new Dictionary<string, object?> { ["n"] = i });
        var tab = Watch(await stage.OpenAsync(script: await Axe.ScriptAsync()));
        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, Queue, "messages");
        var messages = new MessagesPart(tab);
        await messages.Panel.GetByRole(AriaRole.Searchbox).First.FillAsync("body.order >= 20");
        await messages.LookAsync();
        await Expect(messages.Result).ToContainTextAsync("60 messages read, 40 match");

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => messages.Panel.GetByRole(AriaRole.Button, new() { Name = "Search and export to a file" }).ClickAsync());
        var file = await download.PathAsync();
        var lines = await File.ReadAllLinesAsync(file);
        lines.Length.ShouldBe(41);
        lines[^1].ShouldContain("\"written\":40");
        await Expect(messages.Panel).ToContainTextAsync("40 messages written, of 60 read");

        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, $"{Queue}.copy", "messages");
        await messages.Panel.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("^Import messages") });
        await dialog.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "broken.jsonl", MimeType = "application/x-ndjson", Buffer = Encoding.UTF8.GetBytes(lines[0] + "\n{\"oops\": 1}\n") });
        await Expect(dialog).ToContainTextAsync("Line 2: ");
        await dialog.Locator("input[type=file]").SetInputFilesAsync(file);
        await Expect(dialog).ToContainTextAsync("40 messages read and checked");
        await tab.PictureAsync("import");
        await ShouldPassAxeAsync(tab.Page);
        await QueuePage.ConfirmAsync(dialog, "Publish 40 messages");

        await stage.Broker.WaitForCountAsync($"{Queue}.copy", 40);
        var copies = await stage.Broker.DrainAsync($"{Queue}.copy");
        copies.Select(m => Encoding.UTF8.GetString(m.Body.Span)).ShouldBe(Enumerable.Range(20, 40).Select(i => $$"""{"order": {{i}}}"""));
        copies.Select(m => m.BasicProperties.Headers!["n"]).ShouldBe(Enumerable.Range(20, 40).Cast<object?>());
        (await stage.Broker.CountAsync(Queue)).ShouldBe(60);
    }

    [Fact]
    public async Task Unacked_ConsumerThatHolds_IsNamedWithItsChannelAndConnection()
    {
        const string Queue = "depth.unacked";
        await stage.Broker.DeclareQueueAsync(Queue);
        await stage.Broker.PublishAsync(Queue, 12, i => Encoding.UTF8.GetBytes($"{i}"));
        await using var holder = await stage.Broker.HoldAsync(Queue, 5);
        var tab = Watch(await stage.OpenAsync(script: await Axe.ScriptAsync()));
        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, Queue, "unacked");

        await Expect(tab.Page.Locator(".holders")).ToContainTextAsync("Every consumer holds as many as it may", new() { Timeout = 30_000 });
        var row = tab.Page.Locator(".holders-table tbody tr");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync("full");
        await Expect(tab.Page.Locator(".holders")).ToContainTextAsync("nobody but the holder can look at a delivered message");
        await tab.PictureAsync("unacked");
        await ShouldPassAxeAsync(tab.Page);
        await row.Locator("a[href*='/connections/item']").ClickAsync();
        await tab.Page.WaitForURLAsync("**/connections/item**");
    }

    private static async Task ShouldPassAxeAsync(IPage page) => (await Axe.FindAsync(page, page.Url)).ShouldBeEmpty();
}
