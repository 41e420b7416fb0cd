using Dashboard.Core.Capabilities;

namespace Dashboard.Web.Connections;

/// <summary>A connection cannot be saved or removed as asked; nothing was changed.</summary>
/// <param name="message">What is wrong and what would be right.</param>
/// <param name="problems">By field: the key of a setting below <c>Settings:</c>, or <c>Id</c>, <c>Kind</c>.</param>
public sealed class ConnectionRefusedException(string message, IReadOnlyList<SettingProblem>? problems = null) : Exception(message)
{
    public IReadOnlyList<SettingProblem> Problems { get; } = problems ?? [];
}
