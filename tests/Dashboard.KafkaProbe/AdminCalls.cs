using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.KafkaProbe;

/// <summary>Every admin call that the dashboard could use, by its name in the library. Each answers in a few words.</summary>
internal static class AdminCalls
{
    public static readonly IReadOnlyDictionary<string, Func<IAdminClient, ProbeNames, TimeSpan, Task<string>>> All =
        new Dictionary<string, Func<IAdminClient, ProbeNames, TimeSpan, Task<string>>>(StringComparer.Ordinal)
        {
            ["Prepare"] = PrepareAsync,
            ["GetMetadata"] = (a, _, t) => Said(a.GetMetadata(t).Topics.Count > 0),
            ["DescribeCluster"] = async (a, _, t) => Say((await a.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = t })).Nodes.Count > 0),
            ["DescribeTopics"] = async (a, n, t) => Say((await a.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([n.Topic]), new DescribeTopicsOptions { RequestTimeout = t })).TopicDescriptions[0].Partitions.Count > 0),
            ["ListOffsets"] = async (a, n, t) => Say((await a.ListOffsetsAsync(
                [new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(n.Topic, 0), OffsetSpec = OffsetSpec.Latest() }],
                new ListOffsetsOptions { RequestTimeout = t })).ResultInfos.Count == 1),
            ["ListGroups (old)"] = (a, _, t) => Said(a.ListGroups(t).Count > 0),
            ["ListConsumerGroups"] = async (a, _, t) => Say((await a.ListConsumerGroupsAsync(new ListConsumerGroupsOptions { RequestTimeout = t })).Valid.Count > 0),
            ["ListConsumerGroups of states"] = async (a, _, t) => Say((await a.ListConsumerGroupsAsync(
                new ListConsumerGroupsOptions { RequestTimeout = t, MatchStates = [ConsumerGroupState.Empty], MatchTypes = [ConsumerGroupType.Classic] })).Valid.Count > 0),
            ["DescribeConsumerGroups"] = async (a, n, t) => Say((await a.DescribeConsumerGroupsAsync(
                [n.Group], new DescribeConsumerGroupsOptions { RequestTimeout = t, IncludeAuthorizedOperations = true })).ConsumerGroupDescriptions.Count == 1),
            ["ListConsumerGroupOffsets"] = async (a, n, t) => Say((await a.ListConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitions(n.Group, null)], new ListConsumerGroupOffsetsOptions { RequestTimeout = t }))[0].Partitions.Count > 0),
            ["AlterConsumerGroupOffsets"] = async (a, n, t) => Say((await a.AlterConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitionOffsets(n.Group, [new TopicPartitionOffset(n.Topic, 0, 0)])],
                new AlterConsumerGroupOffsetsOptions { RequestTimeout = t })).Count == 1),
            ["DeleteConsumerGroupOffsets"] = async (a, n, t) => Say((await a.DeleteConsumerGroupOffsetsAsync(
                n.ForgottenGroup, [new TopicPartition(n.Topic, 1)], new DeleteConsumerGroupOffsetsOptions { RequestTimeout = t })).Partitions.Count == 1),
            ["DeleteGroups"] = async (a, n, t) =>
            {
                await a.DeleteGroupsAsync([n.DoomedGroup], new DeleteGroupsOptions { RequestTimeout = t });
                return "done";
            },
            ["CreateTopics"] = async (a, n, t) =>
            {
                await a.CreateTopicsAsync([new TopicSpecification { Name = $"{n.Topic}-{Guid.NewGuid():N}", NumPartitions = 1 }], new CreateTopicsOptions { RequestTimeout = t });
                return "done";
            },
            ["CreateTopics (only checked)"] = async (a, n, t) =>
            {
                await a.CreateTopicsAsync([new TopicSpecification { Name = $"{n.Topic}-checked", NumPartitions = 1 }], new CreateTopicsOptions { RequestTimeout = t, ValidateOnly = true });
                return "done";
            },
            ["DeleteTopics"] = async (a, n, t) =>
            {
                await a.DeleteTopicsAsync([n.Doomed], new DeleteTopicsOptions { RequestTimeout = t });
                return "done";
            },
            ["CreatePartitions"] = async (a, n, t) =>
            {
                await a.CreatePartitionsAsync([new PartitionsSpecification { Topic = n.Topic, IncreaseTo = 4 }], new CreatePartitionsOptions { RequestTimeout = t });
                return "done";
            },
            ["DescribeConfigs"] = async (a, n, t) => Say((await a.DescribeConfigsAsync(
                [new ConfigResource { Type = ResourceType.Topic, Name = n.Topic }], new DescribeConfigsOptions { RequestTimeout = t }))[0].Entries.Count > 0),
            ["IncrementalAlterConfigs"] = async (a, n, t) =>
            {
                await a.IncrementalAlterConfigsAsync(
                    new Dictionary<ConfigResource, List<ConfigEntry>>
                    {
                        [new ConfigResource { Type = ResourceType.Topic, Name = n.Topic }] =
                            [new ConfigEntry { Name = "retention.ms", Value = "86400000", IncrementalOperation = AlterConfigOpType.Set }],
                    },
                    new IncrementalAlterConfigsOptions { RequestTimeout = t });
                return "done";
            },
            ["DeleteRecords"] = async (a, n, t) => Say((await a.DeleteRecordsAsync(
                [new TopicPartitionOffset(n.Topic, 0, 0)], new DeleteRecordsOptions { RequestTimeout = t })).Count == 1),
            ["DescribeAcls"] = async (a, _, t) => Say((await a.DescribeAclsAsync(
                new AclBindingFilter
                {
                    PatternFilter = new ResourcePatternFilter { Type = ResourceType.Any, ResourcePatternType = ResourcePatternType.Any },
                    EntryFilter = new AccessControlEntryFilter { Operation = AclOperation.Any, PermissionType = AclPermissionType.Any },
                },
                new DescribeAclsOptions { RequestTimeout = t })).AclBindings.Count >= 0),
            ["ElectLeaders"] = ElectAsync,
        };

    /// <summary>All but the preparation.</summary>
    public static IReadOnlyList<string> Names => [.. All.Keys.Where(call => call != "Prepare")];

    /// <summary>The error of the first result that has one, else the call's own.</summary>
    public static Error FirstError(KafkaException failed) => failed switch
    {
        CreateTopicsException of => of.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        DeleteTopicsException of => of.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        CreatePartitionsException of => of.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        DeleteRecordsException of => of.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        DeleteGroupsException of => of.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        AlterConsumerGroupOffsetsException of => of.Results.SelectMany(r => r.Partitions.Select(p => p.Error).Prepend(r.Error)).FirstOrDefault(e => e.IsError),
        ListConsumerGroupOffsetsException of => of.Results.SelectMany(r => r.Partitions.Select(p => p.Error).Prepend(r.Error)).FirstOrDefault(e => e.IsError),
        DeleteConsumerGroupOffsetsException of => of.Result.Partitions.Select(p => p.Error).FirstOrDefault(e => e.IsError),
        ElectLeadersException of => of.Results.TopicPartitions.Select(p => p.Error).FirstOrDefault(e => e.IsError),
        DescribeConfigsException of => of.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        IncrementalAlterConfigsException of => of.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        ListOffsetsException of => of.Result.ResultInfos.Select(r => r.TopicPartitionOffsetError.Error).FirstOrDefault(e => e.IsError),
        DescribeTopicsException of => of.Results.TopicDescriptions.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        DescribeConsumerGroupsException of => of.Results.ConsumerGroupDescriptions.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        _ => null,
    } ?? failed.Error;

    private static async Task<string> ElectAsync(IAdminClient admin, ProbeNames names, TimeSpan limit)
    {
        try
        {
            await admin.ElectLeadersAsync(ElectionType.Preferred, [new TopicPartition(names.Topic, 0)], new ElectLeadersOptions { RequestTimeout = limit });
            return "done";
        }
        catch (ElectLeadersException needless) when (FirstError(needless).Code == ErrorCode.ElectionNotNeeded)
        {
            return "done, not needed";
        }
    }

    private static async Task<string> PrepareAsync(IAdminClient admin, ProbeNames names, TimeSpan _)
    {
        var denied = new ProbeNames("denied");
        await admin.CreateTopicsAsync(
            [
                new TopicSpecification { Name = names.Topic, NumPartitions = 3 },
                new TopicSpecification { Name = names.Doomed, NumPartitions = 1 },
                new TopicSpecification { Name = denied.Doomed, NumPartitions = 1 },
            ],
            new CreateTopicsOptions { OperationTimeout = TimeSpan.FromSeconds(20), RequestTimeout = TimeSpan.FromSeconds(30) });

        // Its leaders are chosen a moment later.
        while (admin.GetMetadata(names.Topic, TimeSpan.FromSeconds(30)).Topics[0].Partitions is not [{ Leader: >= 0 }, { Leader: >= 0 }, { Leader: >= 0 }])
            await Task.Delay(100);
        foreach (var group in new[] { names.Group, names.DoomedGroup, denied.DoomedGroup, names.ForgottenGroup, denied.ForgottenGroup })
        {
            await AlterAsync(admin,
                [new ConsumerGroupTopicPartitionOffsets(group, [new TopicPartitionOffset(names.Topic, 0, 0), new TopicPartitionOffset(names.Topic, 1, 0)])]);
        }

        return "done";
    }

    // The coordinator of a young cluster is still being set up, and says so.
    private static async Task AlterAsync(IAdminClient admin, ConsumerGroupTopicPartitionOffsets[] offsets)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await admin.AlterConsumerGroupOffsetsAsync(offsets, new AlterConsumerGroupOffsetsOptions { RequestTimeout = TimeSpan.FromSeconds(30) });
                return;
            }
            catch (AlterConsumerGroupOffsetsException) when (attempt < 80)
            {
                await Task.Delay(500);
            }
        }
    }

    private static Task<string> Said(bool isFull) => Task.FromResult(Say(isFull));

    private static string Say(bool isFull) => isFull ? "done" : "done, empty";
}
