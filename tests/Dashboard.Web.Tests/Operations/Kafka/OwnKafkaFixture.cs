using Confluent.Kafka.Admin;
using Dashboard.Core.Capabilities;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>A broker that some test classes share, one after the other: it may be killed and frozen, and has users whose rights can be taken away.</summary>
[CollectionDefinition(Collection)]
public sealed class OwnKafkaFixture : IAsyncLifetime, ICollectionFixture<OwnKafkaFixture>
{
    public const string Collection = "own Kafka";

    private OwnKafka? _own;

    public OwnKafka Broker => _own ?? throw new InvalidOperationException("There is no Kafka here.");

    public async Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is null)
            _own = await OwnKafka.StartAsync(sasl: true);
    }

    public async Task DisposeAsync()
    {
        if (_own is not null)
            await _own.DisposeAsync();
    }

    /// <summary>A connection as one of the lab's users, <c>app</c> or <c>monitor</c>.</summary>
    public ConnectionSettings SettingsOf(string user) => Broker.Settings(
        ("BootstrapServers:0", Broker.Variables["LAB_KAFKA_SASL_BOOTSTRAP"]),
        ("Security:Protocol", "sasl_plaintext"),
        ("Sasl:Mechanism", "SCRAM-SHA-512"),
        ("Sasl:Username", "lab-" + user),
        ("Sasl:Password", Broker.Variables[$"LAB_KAFKA_{user.ToUpperInvariant()}_PASSWORD"]));

    /// <summary>Takes a right away from <c>lab-app</c>; disposing gives it back. Both are in force when they return.</summary>
    internal static async Task<IAsyncDisposable> DenyAsync(ExactKafka exact, string topic, AclOperation operation)
    {
        var pattern = new ResourcePattern { Type = ResourceType.Topic, Name = topic, ResourcePatternType = ResourcePatternType.Literal };
        var entry = new AccessControlEntry { Principal = "User:lab-app", Host = "*", Operation = operation, PermissionType = AclPermissionType.Deny };
        await exact.Admin.CreateAclsAsync([new AclBinding { Pattern = pattern, Entry = entry }]);
        await UntilAsync(exact, topic, isThere: true);
        return new Denial(exact, topic);
    }

    private static AclBindingFilter DenialsOf(string topic) => new()
    {
        PatternFilter = new ResourcePatternFilter { Type = ResourceType.Topic, Name = topic, ResourcePatternType = ResourcePatternType.Literal },
        EntryFilter = new AccessControlEntryFilter { Operation = AclOperation.Any, PermissionType = AclPermissionType.Deny },
    };

    /// <summary>The controller has it a little sooner than the broker heeds it.</summary>
    private static async Task UntilAsync(ExactKafka exact, string topic, bool isThere)
    {
        while ((await exact.Admin.DescribeAclsAsync(DenialsOf(topic))).AclBindings.Count > 0 != isThere)
            await Task.Delay(50);
    }

    private sealed class Denial(ExactKafka exact, string topic) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await exact.Admin.DeleteAclsAsync([DenialsOf(topic)]);
            await UntilAsync(exact, topic, isThere: false);
        }
    }
}
