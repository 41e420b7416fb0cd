using System.Text.RegularExpressions;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>Hands on the keyboard.</summary>
[Collection(SharedCollection.Name)]
public sealed class KeyboardTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task Keys_FromTheListToTheQueue_NeedNoPointer()
    {
        await stage.Broker.DeclareQueueAsync("keyboard.a");
        await stage.Broker.DeclareQueueAsync("keyboard.b");
        var tab = Watch(await stage.OpenAsync());
        var queues = new ListPage(tab);
        await queues.OpenAsync("rabbit", "queues", "sort=name");
        var keyboard = tab.Page.Keyboard;

        await keyboard.PressAsync("/");
        await Expect(queues.Search).ToBeFocusedAsync();
        await keyboard.TypeAsync("keyboard.");
        await Expect(queues.Rows).ToHaveCountAsync(2);
        await keyboard.PressAsync("Escape");
        await Expect(queues.Search).Not.ToBeFocusedAsync();
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("k");
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("Enter");

        await Expect(new QueuePage(tab).Heading).ToContainTextAsync("keyboard.b");
    }

    [Fact]
    public async Task CtrlK_WithAName_JumpsToIt()
    {
        await stage.Broker.DeclareQueueAsync("keys.jump here");
        var list = Watch(await stage.OpenAsync());
        await new ListPage(list).OpenAsync("rabbit", "queues", "q=keys.jump");
        var tab = Watch(await stage.OpenAsync());
        await tab.GoAsync("operations");

        await tab.Page.Keyboard.PressAsync("Control+k");
        var field = tab.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Jump to" });
        await Expect(field).ToBeFocusedAsync();
        await tab.Page.Keyboard.TypeAsync("keys.jump");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link, new() { NameRegex = new("keys.jump here") }).First).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Page).ToHaveURLAsync(new Regex("keys\\.jump"));
        await Expect(new QueuePage(tab).Heading).ToContainTextAsync("keys.jump here");
    }

    [Fact]
    public async Task QuestionMark_Anywhere_ShowsAllKeysAndEscapeReturnsTheFocus()
    {
        var tab = Watch(await stage.OpenAsync());
        await tab.GoAsync("operations");

        await tab.Page.Keyboard.PressAsync("?");

        var keys = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" });
        await Expect(keys).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(keys).ToHaveCountAsync(0);
    }
}
