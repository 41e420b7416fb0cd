using System.ComponentModel;
using Dashboard.Core.Editing;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Editing;

/// <summary>What can be made, changed, deleted or closed. The doing is an operation: plan and submit.</summary>
internal static class ActionEndpoints
{
    public static void MapActions(this RouteGroupBuilder api) =>
        api.MapGroup("/connections/{connection}/sections/{section}/actions").WithTags("Sections").MapGet("", List)
            .Describe("listActions", "What can be done to objects of a list", "Kinds, verbs and fields, for the changes of a planned operation. Empty where nothing can be changed.")
            .Problems(404);

    private static Ok<IReadOnlyList<ActionDto>> List(
        [Description("Id of the connection.")] string connection,
        [Description("Id of the section.")] string section,
        ISnapshotStore snapshots,
        IObjectEditing editing,
        HttpContext context)
    {
        var snapshot = snapshots.Need(connection);
        snapshot.Need(section);
        return TypedResults.Ok<IReadOnlyList<ActionDto>>([.. editing.ActionsOn(context.Actor(), snapshot.Connection.Id, section).Select(Of)]);
    }

    private static ActionDto Of(OfferedAction offered) => new()
    {
        Kind = offered.Kind.Id,
        Verb = offered.Action.Verb,
        Label = offered.Action.Label,
        Help = offered.Action.Help,
        IsForMany = offered.Action.IsForMany,
        Unavailable = offered.Availability.Reason,
        Fields = [.. offered.Action.Fields.Select(FieldInfoDto.Of)],
    };
}
