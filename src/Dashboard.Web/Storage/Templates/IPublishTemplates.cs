using Dashboard.Core.Access;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Storage.Templates;

/// <summary>Keeps publish templates: authorised and audited. A body in a template is on the disk of the dashboard until it is deleted.</summary>
public interface IPublishTemplates
{
    /// <summary>Longest name of a template.</summary>
    const int MaxName = 100;

    /// <summary>The actor's own templates and the shared ones, by name.</summary>
    /// <exception cref="AccessDeniedException">The actor may not publish.</exception>
    Task<IReadOnlyList<PublishTemplate>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Keeps a form under a name; one of the same name and owner is replaced.</summary>
    /// <exception cref="AccessDeniedException">The actor may not publish.</exception>
    /// <exception cref="OperationRefusedException">The name or the form is not one that can be kept.</exception>
    Task SaveAsync(Actor actor, string name, bool isShared, string content, CancellationToken cancellationToken);

    /// <summary>Deletes one's own; an Admin any that is shared. Nothing where there is none.</summary>
    /// <exception cref="AccessDeniedException">The actor may not.</exception>
    Task DeleteAsync(Actor actor, string id, CancellationToken cancellationToken);
}
