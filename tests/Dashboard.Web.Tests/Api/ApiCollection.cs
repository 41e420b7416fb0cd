namespace Dashboard.Web.Tests.Api;

/// <summary>Tests of the API, one after the other on the <see cref="ApiStage"/>.</summary>
[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<ApiStage>
{
    public const string Name = "api";
}
