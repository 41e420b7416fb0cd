using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Editing;
using Dashboard.Brokers.Kafka.Groups.Reading;

namespace Dashboard.Brokers.Tests.Kafka.Groups;

public sealed class GroupBytesTests
{
    private static readonly byte[] Assignment =
        [0, 1, 0, 0, 0, 1, 0, 6, (byte)'o', (byte)'r', (byte)'d', (byte)'e', (byte)'r', (byte)'s', 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Assignment_OfAnAssignor_IsReadInOrder()
        => AssignmentBytes.Read(Assignment).ShouldBe([new TopicPartition("orders", 0), new TopicPartition("orders", 5)]);

    [Fact]
    public void Assignment_CutAnywhere_IsNotKnownOrReadWhole()
    {
        for (var length = 1; length < Assignment.Length - 4; length++)
            AssignmentBytes.Read(Assignment.AsSpan(0, length)).ShouldBeNull($"cut at {length}");
    }

    [Fact]
    public void Assignment_Empty_IsNone() => AssignmentBytes.Read([]).ShouldBe([]);

    [Fact]
    public void CommitKey_OfBothVersions_IsTheSameAndOthersAreNone()
    {
        byte[] record = [0, 1, .. CommitKey.Of("grüppe", "orders", 7)];

        CommitKey.Read(record).ToArray().ShouldBe(CommitKey.Of("grüppe", "orders", 7));
        record[1] = 0;
        CommitKey.Read(record).ToArray().ShouldBe(CommitKey.Of("grüppe", "orders", 7));
        record[1] = 2;
        CommitKey.Read(record).IsEmpty.ShouldBeTrue();
        CommitKey.Read([0, 1]).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void HighHistory_BetweenLooks_IsInterpolatedAndBeforeTheFirstNotKnown()
    {
        var past = new HighHistory();
        past.Note(10_000, 100);
        past.Note(20_000, 100);
        past.Note(30_000, 300);

        past.WrittenAt(200).ShouldBe(25_000);
        past.WrittenAt(100).ShouldBe(20_000);
        past.WrittenAt(99).ShouldBeNull();
        past.WrittenAt(300).ShouldBeNull();
    }

    [Fact]
    public void HighHistory_Long_KeepsItsBeginningAndStaysSmall()
    {
        var past = new HighHistory();
        for (var i = 0; i < 5_000; i++)
            past.Note(i * 1_000, i * 10);

        past.BeganMs.ShouldBe(0);
        past.WrittenAt(25_005).ShouldNotBeNull().ShouldBe(2_500_500);
    }

    [Theory]
    [InlineData("0-2, 5", new[] { 0, 1, 2, 5 })]
    [InlineData("7", new[] { 7 })]
    public void Numbers_OfPartitions_AreRead(string text, int[] expected) => GroupForms.Numbers(text).ShouldNotBeNull().Order().ShouldBe(expected);

    [Theory]
    [InlineData("2-1")]
    [InlineData("a")]
    [InlineData("-1")]
    [InlineData("1-2-3")]
    public void Numbers_OfNonsense_AreNone(string text) => GroupForms.Numbers(text).ShouldBeNull();

    [Fact]
    public void OffsetMove_CountsWhatIsReadAgainAndWhatIsSkipped()
    {
        var partition = new TopicPartition("orders", 0);
        new OffsetMove(partition, 60, 10, 10, 100).Reread.ShouldBe(50);
        new OffsetMove(partition, 60, 100, 10, 100).Skipped.ShouldBe(40);

        // What is deleted already is not skipped by the reset.
        new OffsetMove(partition, 0, 100, 10, 100).Skipped.ShouldBe(90);
    }
}
