using Dashboard.Core.Access;
using Dashboard.Web.Storage.Templates;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Templates in memory.</summary>
public sealed class FakeTemplates : IPublishTemplates
{
    public List<PublishTemplate> Kept { get; } = [];

    public Task<IReadOnlyList<PublishTemplate>> ListAsync(Actor actor, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<PublishTemplate>>([.. Kept.Where(t => t.Owner == actor.Name || t.IsShared)]);

    public Task SaveAsync(Actor actor, string name, bool isShared, string content, CancellationToken cancellationToken)
    {
        Kept.RemoveAll(t => t.Owner == actor.Name && t.Name == name);
        Kept.Add(new PublishTemplate($"t{Kept.Count}", name, actor.Name, isShared, Sample.Now, content));
        return Task.CompletedTask;
    }

    public Task DeleteAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        Kept.RemoveAll(t => t.Id == id);
        return Task.CompletedTask;
    }
}
