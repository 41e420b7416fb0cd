namespace Dashboard.EndToEnd.Tests.Stages;

/// <summary>Journeys that run one after the other on the <see cref="SharedStage"/>.</summary>
[CollectionDefinition(Name)]
public sealed class SharedCollection : ICollectionFixture<SharedStage>
{
    public const string Name = "shared stage";
}
