using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Importing;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Answers every file with what a test laid out.</summary>
public sealed class FakeImports : IMessageImports
{
    public ImportedFile Answer { get; set; } = new("import-1", 3, 1000, [], 0);

    public List<string> Forgotten { get; } = [];

    public long MaxBytes => 1024 * 1024;

    public Task<ImportedFile> TakeAsync(Actor actor, ConnectionId connection, string fileName, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
        => Task.FromResult(Answer);

    public Task ForgetAsync(Actor actor, string archiveId, CancellationToken cancellationToken)
    {
        Forgotten.Add(archiveId);
        return Task.CompletedTask;
    }
}
