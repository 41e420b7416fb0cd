using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.Problems;
using Dashboard.Web.Auth.Keys;

namespace Dashboard.Web.Api;

/// <summary>What every call of the API asks first.</summary>
internal static class ApiContext
{
    /// <summary>The key that calls, as an actor. Endpoints of the API are reached with one only.</summary>
    public static Actor Actor(this HttpContext context) =>
        context.Features.Get<ApiCaller>()?.Actor ?? throw new ApiException(ProblemKind.Unauthenticated, "A key is needed.");

    /// <summary>The connection's latest snapshot.</summary>
    /// <exception cref="ApiException">None is configured under this id.</exception>
    public static ConnectionSnapshot Need(this ISnapshotStore snapshots, string connection) =>
        snapshots.Find(new ConnectionId(connection)) ?? throw ApiException.NotFound($"No connection '{connection}' is configured.");

    /// <summary>A section of the connection.</summary>
    /// <exception cref="ApiException">It has no such section.</exception>
    public static SectionSnapshot Need(this ConnectionSnapshot snapshot, string section) =>
        snapshot.Section(section) ?? throw ApiException.NotFound($"The connection '{snapshot.Connection.Id}' has no section '{section}'.");

    /// <summary>The section's last good table.</summary>
    /// <exception cref="ApiException">Nothing was read yet.</exception>
    public static SectionTable NeedTable(this SectionSnapshot section) =>
        section.Table ?? throw new ApiException(
            ProblemKind.NotReadYet, section.Problem is { } problem ? $"'{section.Definition.Id}' could not be read yet: {problem.Message}" : $"'{section.Definition.Id}' was not read yet.");

    /// <summary>Checks a page's bounds.</summary>
    /// <exception cref="ApiException">They are out of range.</exception>
    public static (int Offset, int Limit) Page(int? offset, int? limit)
    {
        if (offset < 0)
            throw ApiException.Parameter("offset", "offset is 0 or more.");
        if (limit is < 1 or > ApiLimits.MaxPage)
            throw ApiException.Parameter("limit", $"limit is 1 to {ApiLimits.MaxPage:N0}.");
        return (offset ?? 0, limit ?? ApiLimits.DefaultPage);
    }
}
