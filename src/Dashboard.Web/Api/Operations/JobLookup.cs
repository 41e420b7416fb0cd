using Dashboard.Core.Operations;
using Dashboard.Web.Api.Problems;

namespace Dashboard.Web.Api.Operations;

internal static class JobLookup
{
    /// <exception cref="ApiException">There is no such operation.</exception>
    public static async Task<Job> NeedAsync(this IJobBoard board, string id, CancellationToken cancellationToken) =>
        await board.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound($"There is no operation '{id}', or it is no longer kept.");
}
