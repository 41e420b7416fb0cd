using System.Diagnostics.CodeAnalysis;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Components.Operations;

/// <summary>A failure in the words of a page: what failed, what was not done, the broker's words, the next step.</summary>
/// <param name="Title">What failed, short.</param>
/// <param name="Text">One or two sentences; may hold names from a broker.</param>
/// <param name="BrokerWords">The broker's own words, for monospace; null for none.</param>
/// <param name="NextStep">What can be done; null where nothing sensible can be said.</param>
/// <param name="IsDenied">A right is missing.</param>
public sealed record Fault(string Title, string Text, string? BrokerWords = null, string? NextStep = null, bool IsDenied = false)
{
    /// <summary>The failures that are told to the operator. Everything else is a fault of ours and goes up to the error boundary.</summary>
    public static bool TryExplain(Exception exception, [NotNullWhen(true)] out Fault? fault)
    {
        fault = exception switch
        {
            AccessDeniedException denied => Denied(denied.Permission),
            BrokerException broker => new Fault("The broker could not do it", broker.Message, broker.BrokerWords, broker.NextStep),
            OperationRefusedException refused => new Fault("Not started", refused.Message),
            AuditUnavailableException audit => new Fault(
                "Refused: the audit cannot be written",
                $"Nothing was changed. {audit.Message}",
                NextStep: "Free space in the data folder or repair its rights, then try again."),
            TimeoutException => new Fault("No answer in time", "The broker did not answer. Nothing further was done.", NextStep: "Try again."),
            _ => null,
        };
        return fault is not null;
    }

    /// <summary>The state of a page or button whose right is missing.</summary>
    public static Fault Denied(Permission permission) => new(
        "Not allowed",
        $"This needs the right {permission}.",
        NextStep: $"A role of {RolePermissions.LeastRoleFor(permission)} or higher has it; an Admin can change roles under Accounts.",
        IsDenied: true);
}
