using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Tests.Kafka.Groups;
using Dashboard.Core.Editing;
using Dashboard.Tests.Shared.Contract.Skipping;
using Dashboard.Tests.Shared.Kafka;
using Dashboard.Tests.Shared.Python;

namespace Dashboard.Brokers.Tests.Kafka.Interop;

/// <summary>Groups of other clients: members, assignment, offsets and lag are those that these clients tell themselves, and where we reset them to is where they begin.</summary>
public sealed class GroupsOfOtherClientsTests : IAsyncLifetime
{
    private const int Partitions = 3;
    private const int Written = 10;

    private readonly string _topic = KafkaCluster.TopicName("clients");
    private readonly string _group = KafkaCluster.TopicName("clients-group");
    private KafkaLab? _lab;
    private GroupsBench _bench = null!;

    public async Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is not null)
            return;
        _lab = await KafkaLab.GetAsync();
        await _lab.CreateTopicAsync(_topic, Partitions);
        _bench = GroupsBench.On(_lab);
        for (var partition = 0; partition < Partitions; partition++)
            await _bench.ProduceAsync(_topic, Written, partition);
    }

    public async Task DisposeAsync()
    {
        if (_lab is null)
            return;
        await _bench.DisposeAsync();
        await _lab.DeleteTopicAsync(_topic);
    }

    [ContractFact]
    public Task Group_OfKafkaPython_IsShownAsItTellsAndBeginsWhereItIsReset() => Group_IsShownAndResetAsync(OtherClient.KafkaPython(_lab));

    [ContractFact]
    public Task Group_OfConfluent_IsShownAsItTellsAndBeginsWhereItIsReset() => Group_IsShownAndResetAsync(OtherClient.Confluent(_lab), "classic");

    [ContractFact]
    public Task Group_OfConfluentByTheNewerProtocol_IsShownAsItTellsAndBeginsWhereItIsReset() => Group_IsShownAndResetAsync(OtherClient.Confluent(_lab), "consumer");

    private async Task Group_IsShownAndResetAsync(OtherClient client, params string[] protocol)
    {
        await using (var first = client.Begin("member", [_group, _topic, "member-one", .. protocol]))
        await using (var second = client.Begin("member", [_group, _topic, "member-two", .. protocol]))
        {
            await UntilAsync(async () => (await AskAsync(first)).Partitions.Count is > 0 and < Partitions && (await AskAsync(second)).Partitions.Count is > 0 and < Partitions, "both have partitions");
            await UntilAsync(async () => (await CommitAsync(first)).Union(await CommitAsync(second)).Count() == Partitions, "both have committed what they have");
            await _bench.ReadAsync(_group);
            await _bench.WaitAsync(() => _bench.Summary(_group).Group is { State: GroupState.Stable, Members: [{ Assignment: not null }, { Assignment: not null }] }, "two members with what they have");
            await _bench.ReadGroupsAsync(_group);

            var told = (await client.RunAsync("describe", _group, _topic)).ShouldHaveSingleItem();

            _bench.Summary(_group).Group.Members.Select(Words).Order().ShouldBe(told.GetProperty("members").EnumerateArray().Select(Words).Order());
            _bench.Summary(_group).Group.Members.Select(member => member.ClientId).Order().ShouldBe(["member-one", "member-two"]);
            _bench.Summary(_group).Lag.ShouldBe((3 * Written) - 4 - 5 - 6);
            ShouldBeAsTold(told);
        }

        await _bench.WaitAsync(() => _bench.Summary(_group).Group is { Members: [], State: GroupState.Empty }, "all members gone");
        var reset = await _bench.Editor.ApplyAsync(_bench.Reset(_group, ("to", "shift"), ("shift", -3L)), default);
        reset.End.ShouldBe(ChangeEnd.Done, reset.Words);

        await using var later = client.Begin("member", [_group, _topic, "member-later", .. protocol]);
        await UntilAsync(async () => (await AskAsync(later)).First.Count == Partitions, "it has read of all partitions");
        (await AskAsync(later)).First.OrderBy(first => first.Key).Select(first => first.Value).ShouldBe([1, 2, 3]);
    }

    private void ShouldBeAsTold(JsonElement told)
    {
        foreach (var column in (string[])["committed", "lag"])
        {
            var figures = told.GetProperty(column).EnumerateObject().ToDictionary(figure => int.Parse(figure.Name, CultureInfo.InvariantCulture), figure => figure.Value.GetInt64());
            figures.Count.ShouldBe(Partitions);
            foreach (var (partition, figure) in figures)
                _bench.Offset(_group, _topic, partition, column).ShouldBe(figure.ToString(CultureInfo.InvariantCulture), $"{column} of partition {partition}");
        }
    }

    private string Words(MemberFacts member)
        => $"{member.Id} {member.ClientId} {member.Host.TrimStart('/')} {string.Join(',', member.Assignment!.Where(one => one.Topic == _topic).Select(one => one.Partition.Value).Order())}";

    private static string Words(JsonElement member)
        => $"{member.GetProperty("member").GetString()} {member.GetProperty("client").GetString()} {member.GetProperty("host").GetString()!.TrimStart('/')} {string.Join(',', member.GetProperty("partitions").EnumerateArray())}";

    private static async Task<(IReadOnlyList<int> Partitions, IReadOnlyDictionary<int, long> First)> AskAsync(PythonDialogue member)
    {
        var told = JsonElement.Parse(await member.AskAsync("tell"));
        return (
            [.. told.GetProperty("partitions").EnumerateArray().Select(partition => partition.GetInt32())],
            told.GetProperty("first").EnumerateObject().ToDictionary(one => int.Parse(one.Name, CultureInfo.InvariantCulture), one => one.Value.GetInt64()));
    }

    /// <summary>The partitions that a member committed: none while the group hands them out anew, as it may once more after both have some.</summary>
    private static async Task<IEnumerable<int>> CommitAsync(PythonDialogue member)
        => JsonElement.Parse(await member.AskAsync("commit 4")).GetProperty("committed").EnumerateArray().Select(partition => partition.GetInt32());

    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await isSo())
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"It did not come about that {what}.");
    }
}
