using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Writes what a broker holds (not messages) as text that it or another one can take, and compares such text with what is there. Changes nothing.</summary>
public interface IDefinitions : ICapability
{
    /// <summary>File name extension and media type of the text.</summary>
    (string Extension, string MediaType) Format { get; }

    /// <summary>Everything, or what is in one vhost or database.</summary>
    /// <param name="scope">The vhost; null for the whole broker.</param>
    /// <param name="withSecrets">With password hashes and with credentials in addresses. Without, these are left out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<string> ExportAsync(string? scope, bool withSecrets, CancellationToken cancellationToken);

    /// <summary>What the text has and what is here, object by object.</summary>
    /// <param name="text">As <see cref="ExportAsync"/> writes it.</param>
    /// <param name="scope">Where things go that name no vhost, as in a file of one vhost; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BrokerException">The text is no definitions, or the broker could not be asked.</exception>
    Task<IReadOnlyList<DefinitionItem>> CompareAsync(string text, string? scope, CancellationToken cancellationToken);
}
