using System.ComponentModel;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Findings;

/// <summary>What needs attention now, as the Attention page has it.</summary>
internal static class FindingEndpoints
{
    public static void MapFindings(this RouteGroupBuilder api) =>
        api.MapGroup("/findings").WithTags("Findings").MapGet("", List)
            .Describe("listFindings", "What needs attention", "Over all connections, worst first, each with evidence and the next safe step. docs/diagnosis.md has the signals.")
            .Problems(404);

    private static Ok<FindingsDto> List(
        [Description("Of one connection only.")] string? connection,
        [Description("Of one signal only: no-consumer.")] string? signal,
        [Description("Of one tone only.")] Choice<Tone>? tone,
        ISnapshotStore snapshots,
        IFindings findings)
    {
        IReadOnlyList<ConnectionDiagnosis> asked = connection is null
            ? findings.All
            : findings.Of(snapshots.Need(connection).Connection.Id) is { } one ? [one] : [];
        return TypedResults.Ok(new FindingsDto
        {
            Findings = [.. asked.SelectMany(d => d.Findings)
                .Where(f => (signal is null || f.Signal.Id == signal) && (tone is null || f.Tone == tone.Value.Value))
                .OrderBy(f => ToneOrder.Rank(f.Tone)).Select(FindingDto.Of)],
            Unjudged = [.. asked.SelectMany(d => d.Unjudged.Select(u => Of(d.Connection.Id, u)))],
        });
    }

    private static UnjudgedDto Of(ConnectionId connection, Unjudged unjudged) => new()
    {
        Connection = connection.Value,
        Signals = [.. unjudged.Signals.Select(signal => signal.Id)],
        Section = unjudged.SectionId,
        Missing = unjudged.Missing,
        Rows = unjudged.Rows,
        Since = unjudged.Since,
    };
}
