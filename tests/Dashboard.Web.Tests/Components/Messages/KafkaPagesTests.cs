using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;
using Dashboard.Web.Components.Messages;
using Dashboard.Web.Components.Messages.Comparing;
using Dashboard.Web.Tests.Components.Fakes;
using Dashboard.Web.Tests.Operations.Kafka;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Messages;

/// <summary>Pages of messages by their links, reading a real topic.</summary>
public sealed class KafkaPagesTests : PageContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [KafkaFact]
    public async Task Links_ToMessagesOfATopic_FindThemAndCompareThem()
    {
        var (kafka, topic, _) = await KafkaReplayTests.TopicsAsync(3);
        await using var engine = new RealEngine([kafka.Settings()]);
        await KafkaMessagesTests.WriteAsync(engine, topic);
        var messages = await KafkaMessagesTests.ReadAsync(engine, topic);
        Services.AddSingleton(engine.Reading);
        Access.Actor = engine.Actor;
        var (first, tombstone, number) = (messages[0], messages[1], messages[4]);
        (first.Partition, tombstone.IsTombstone, number.Partition).ShouldBe((1, true, 2));

        var page = Open<MessagePage>(MessageLinks.Page(number, 100));
        page.WaitForAssertion(() => page.Markup.ShouldContain("Read at 2:2"), Patience);
        page.Markup.ShouldContain("line");
        page = Open<MessagePage>(MessageLinks.Page(first, 100));
        page.WaitForAssertion(() => page.Markup.ShouldContain("Read at 1:0"), Patience);
        page = Open<MessagePage>(MessageLinks.Page(first with { Position = new LogPosition(1, 1).Packed }, 100));
        page.WaitForAssertion(() => page.Markup.ShouldContain("The message is not in its place any more"), Patience);
        page.Markup.ShouldContain("stands at 1:1 now");
        page.FindAll("select").ShouldBeEmpty("there is nothing to search further");

        var compare = Open<ComparePage>(MessageLinks.Compare(first, tombstone, 100));
        compare.WaitForAssertion(() => compare.Find(".compare-verdict").TextContent.ShouldContain("The keys are the same; 5 headers differ; the bodies differ."), Patience);
        compare.Markup.ShouldContain("The second has a null value");
        compare = Open<ComparePage>(MessageLinks.Compare(tombstone, messages[2], 100));
        compare.WaitForAssertion(() => compare.Find(".compare-verdict").TextContent.ShouldContain("The keys differ; the headers are the same; the bodies differ."), Patience);

        await kafka.ToolAsync("topics", "--delete", "--topic", topic);
        compare = Open<ComparePage>(MessageLinks.Compare(first, number, 100));
        compare.WaitForAssertion(() => compare.Markup.ShouldContain("There is no topic"), Patience);
    }

    [Fact]
    public void Compare_RecordsThatDifferInTheirKeysAlone_AreNotTheSame()
    {
        var one = Sample.Message(0) with { Partition = 0, Key = "a"u8.ToArray(), RoutingKey = null, Properties = [] };

        VerdictOf(one, one with { Position = 1, Key = null }, "The keys differ; the headers are the same; the bodies are the same.");
        VerdictOf(one, one with { Position = 1 }, "Key, headers and body are the same.");
    }

    private void VerdictOf(MessageEnvelope left, MessageEnvelope right, string verdict)
    {
        var compare = Render<MessageCompare>(p => p.Add(c => c.Left, left).Add(c => c.Right, right));
        compare.WaitForAssertion(() => compare.Find(".compare-verdict").TextContent.ShouldContain(verdict));
    }

    private IRenderedComponent<T> Open<T>(string link)
        where T : IComponent
    {
        Navigation.NavigateTo(link);
        return Render<T>();
    }
}
