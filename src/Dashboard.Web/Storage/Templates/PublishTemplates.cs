using System.Security.Cryptography;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Storage.Templates;

/// <inheritdoc cref="IPublishTemplates"/>
internal sealed class PublishTemplates(SqliteTemplateStore store, IAccessGate gate, IAuditLog audit, TimeProvider time) : IPublishTemplates
{
    public const int MaxContent = 512 * 1024;
    public const int MaxOfOne = 200;

    public async Task<IReadOnlyList<PublishTemplate>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.Publish, null, "publish templates", cancellationToken);
        return await store.ListAsync(actor.Name, cancellationToken);
    }

    public async Task SaveAsync(Actor actor, string name, bool isShared, string content, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.Publish, null, "publish templates", cancellationToken);
        name = name.Trim();
        if (name.Length is 0 or > IPublishTemplates.MaxName)
            throw new OperationRefusedException($"The name of a template has 1 to {IPublishTemplates.MaxName} characters.");
        if (content.Length > MaxContent)
            throw new OperationRefusedException($"A template holds at most {MaxContent / 1024} KiB.");
        if (await store.CountAsync(actor.Name, cancellationToken) >= MaxOfOne)
            throw new OperationRefusedException($"An account keeps at most {MaxOfOne} templates: delete one first.");
        await WriteAsync(actor, "templates.save", isShared ? $"{name} (shared)" : name, cancellationToken);
        await store.SaveAsync(new PublishTemplate(RandomNumberGenerator.GetHexString(16, lowercase: true), name, actor.Name, isShared, time.GetUtcNow(), content), cancellationToken);
    }

    public async Task DeleteAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } template)
            return;
        var isOwn = template.Owner == actor.Name;
        await gate.DemandAsync(actor, isOwn ? Permission.Publish : Permission.ManageAccounts, null, $"publish template {template.Name} of {template.Owner}", cancellationToken);
        await WriteAsync(actor, "templates.delete", isOwn ? template.Name : $"{template.Name} of {template.Owner}", cancellationToken);
        await store.DeleteAsync(id, cancellationToken);
    }

    private async Task WriteAsync(Actor actor, string action, string target, CancellationToken cancellationToken)
    {
        try
        {
            await audit.AppendAsync(new AuditEntry(actor.Name, action, AuditOutcome.Allowed, null, target, null, actor.RemoteAddress), cancellationToken);
        }
        catch (AuditUnavailableException unavailable)
        {
            throw new OperationRefusedException($"Nothing was done, because the audit cannot be written: {unavailable.Message}");
        }
    }
}
