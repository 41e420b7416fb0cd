namespace Dashboard.EndToEnd.Tests.Stages;

/// <summary>Journeys that run one after the other on the <see cref="KafkaStage"/>.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaCollection : ICollectionFixture<KafkaStage>
{
    public const string Name = "Kafka stage";
}
