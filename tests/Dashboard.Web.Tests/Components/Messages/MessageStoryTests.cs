using Dashboard.Core.Model;
using Dashboard.Web.Components.Messages;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Messages;

public sealed class MessageStoryTests
{
    [Fact]
    public void Tell_DeadLetteredTwice_ReadsNewestFirstAndEndsWithTheOrigin()
    {
        var message = Sample.Message(deaths:
        [
            new DeathRecord("orders.wait", "orders", ["eu.new"], "expired", 1, Sample.Now - TimeSpan.FromHours(2)),
            new DeathRecord("orders.process", "", ["orders.process"], "rejected", 3, Sample.Now - TimeSpan.FromMinutes(2)),
        ]);

        MessageStory.Tell(message, Sample.Now).ShouldBe(
        [
            "Rejected 3 times by consumers of orders.process, last 2 min ago.",
            "Expired once in orders.wait, last 2 h 0 min ago.",
            "First published to exchange orders with key eu.new.",
        ]);
    }

    [Fact]
    public void Tell_PutAsideFromALog_SpeaksOfTheLogAndNotOfExchanges()
    {
        var message = Sample.Message(
            source: new DestinationRef(Sample.Shop, "topic", "", "orders.dead"),
            deaths: [new DeathRecord("orders", "orders", [], "put aside", 1, null), new DeathRecord("orders.retry", "orders.retry", [], "com.acme.Refused", 1, null)]);

        MessageStory.Tell(message with { Partition = 2 }, Sample.Now).ShouldBe(["Put aside from topic orders.retry: com.acme.Refused.", "Put aside from topic orders.", "First written to topic orders."]);
    }

    [Theory]
    [InlineData("maxlen", "Dropped 3 times by the length limit of orders.process, last 2 min ago.")]
    [InlineData("delivery_limit", "Given up 3 times by orders.process at its delivery limit, last 2 min ago.")]
    [InlineData("something new", "Dead-lettered 3 times by orders.process (something new), last 2 min ago.")]
    public void Death_OtherReasons_HaveWordsOfTheirOwn(string reason, string sentence)
        => MessageStory.Death(Sample.Death(reason), Sample.Now).ShouldBe(sentence);

    [Fact]
    public void Death_ClockAhead_IsNotANegativeAge()
        => MessageStory.Death(Sample.Death() with { LastAt = Sample.Now.AddHours(1) }, Sample.Now).ShouldContain("ahead of this clock");

    [Fact]
    public void Tell_ReplayedMessage_NamesTheJob()
    {
        var message = Sample.Message(headers: [new("x-replay-id", new TextValue("20261121-ab/17")), new("x-replay-count", new IntegerValue(2))]);

        MessageStory.Tell(message, Sample.Now)[^1].ShouldBe("A copy made by job 20261121-ab; replayed 2 times in all.");
    }

    [Theory]
    [InlineData("3", "A copy made by job 20261121-ab; replayed 3 times in all.")]
    [InlineData("1", "A copy made by job 20261121-ab; replayed once in all.")]
    [InlineData("", "A copy made by job 20261121-ab.")]
    [InlineData("-3", "A copy made by job 20261121-ab.")]
    [InlineData("99999999999999999999", "A copy made by job 20261121-ab.")]
    [InlineData("<b>3</b>", "A copy made by job 20261121-ab.")]
    public void Tell_ReplayedOnALog_ReadsTheCountFromItsText(string count, string sentence)
    {
        var message = Sample.Message(
            source: new DestinationRef(Sample.Shop, "topic", "", "orders"), headers: [new("x-replay-id", new TextValue("20261121-ab/17")), new("x-replay-count", new TextValue(count, "string"))]);

        MessageStory.Tell(message with { Partition = 2 }, Sample.Now)[^1].ShouldBe(sentence);
    }

    [Fact]
    public void Tell_HostileNames_AreCutAndShown()
    {
        var story = MessageStory.Death(Sample.Death(queue: "a\u202E" + new string('x', 500)), Sample.Now);

        story.ShouldContain("‹U+202E›");
        story.Length.ShouldBeLessThan(300);
    }
}
