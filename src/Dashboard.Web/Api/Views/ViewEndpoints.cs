using System.ComponentModel;
using Dashboard.Core.Access;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Views;

/// <summary>Saved views: those that are shared, and those that this key has made.</summary>
internal static class ViewEndpoints
{
    public static void MapViews(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/views").WithTags("Views");
        group.MapGet("", List).Describe("listViews", "Saved views of lists", "Those of this key first, then the shared ones.");
        group.MapGet("{view}", Find).Describe("getView", "One saved view", "Its content can be given to a call for rows as it is.").Problems(404);
        group.MapPost("", SaveAsync).Describe("saveView", "Save a view", "Sharing it needs the right to share, and is audited.").TakesBody().Problems(404, 409, 503);
        group.MapPatch("{view}", ChangeAsync).Describe("changeView", "Change, rename or share a view", "What others see needs the right to share; what others have made needs an admin. Changes of shared views are audited.").TakesBody().Problems(404, 409, 503);
        group.MapDelete("{view}", DeleteAsync).Describe("deleteView", "Delete a view", "Rights as for changing it.").Problems(404, 409, 503);
    }

    private static Ok<IReadOnlyList<ViewDto>> List(
        [Description("Of one kind of broker only.")] string? kind, [Description("Of one section only.")] string? section, ISavedViews views, HttpContext context) =>
        TypedResults.Ok<IReadOnlyList<ViewDto>>(
            [.. views.All(context.Actor()).Where(view => (kind is null || view.Kind.Value == kind) && (section is null || view.SectionId == section)).Select(ViewDto.Of)]);

    private static Ok<ViewDto> Find([Description("Id of the view.")] string view, ISavedViews views, HttpContext context) => TypedResults.Ok(ViewDto.Of(Need(views, context.Actor(), view)));

    private static async Task<Created<ViewDto>> SaveAsync(NewViewDto body, ISavedViews views, ISnapshotStore snapshots, HttpContext context)
    {
        var snapshot = snapshots.Need(body.Connection);
        snapshot.Need(body.Section);
        var saved = await views.SaveAsync(context.Actor(), body.Read(snapshot.Connection.Kind), context.RequestAborted);
        return TypedResults.Created($"{ApiRoutes.Base}/views/{saved.Id}", ViewDto.Of(saved));
    }

    private static async Task<Ok<ViewDto>> ChangeAsync([Description("Id of the view.")] string view, ViewChangeDto body, ISavedViews views, HttpContext context)
    {
        var actor = context.Actor();
        var changed = Need(views, actor, view);
        if (body.Name is { } name)
            changed = await views.RenameAsync(actor, view, name, context.RequestAborted);
        if (body.Content is { } content)
            changed = await views.UpdateAsync(actor, view, content.Read() with { Widths = changed.Content.Widths }, context.RequestAborted);
        if (body.IsShared is { } isShared && isShared != changed.IsShared)
            changed = await views.ShareAsync(actor, view, isShared, context.RequestAborted);
        return TypedResults.Ok(ViewDto.Of(changed));
    }

    private static async Task<NoContent> DeleteAsync([Description("Id of the view.")] string view, ISavedViews views, HttpContext context)
    {
        Need(views, context.Actor(), view);
        await views.DeleteAsync(context.Actor(), view, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static SavedView Need(ISavedViews views, Actor actor, string id) => views.Find(actor, id) ?? throw ApiException.NotFound($"There is no view '{id}', or it is not shared.");
}
