using System.ComponentModel;
using Dashboard.Core.Editing;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Editing;

/// <summary>Which settings are in force on an object, as the tab of its page tells. Asks the broker.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettingsInForce(this RouteGroupBuilder api) =>
        api.MapGroup("/connections/{connection}/sections/{section}/rows/{row}/settings").WithTags("Sections").MapGet("", ExplainAsync)
            .Describe("explainSettings", "The settings in force on an object", "Where each comes from, and what lost by which rule. Asks the broker now.")
            .Problems(404).AsksBroker();

    private static async Task<Ok<IReadOnlyList<SettingInForceDto>>> ExplainAsync(
        [Description("Id of the connection.")] string connection,
        [Description("Id of the section.")] string section,
        [Description("Id of the row.")] string row,
        ISnapshotStore snapshots,
        IObjectEditing editing,
        HttpContext context)
    {
        var snapshot = snapshots.Need(connection);
        var table = snapshot.Need(section).NeedTable();
        if (!editing.Explains(snapshot.Connection.Id, section))
            throw ApiException.NotFound($"Objects of '{section}' have no settings that could come from several places.");
        var settings = ApiPaths.TryRead(row, out var key) && table.RowOf(key.Value) >= 0 ? await editing.ExplainAsync(context.Actor(), snapshot.Connection.Id, section, key.Value, context.RequestAborted) : null;
        return settings is null
            ? throw ApiException.NotFound($"There is no row with the id '{row}'.")
            : TypedResults.Ok<IReadOnlyList<SettingInForceDto>>([.. settings.Select(SettingInForceDto.Of)]);
    }
}

/// <summary>One setting as it is in force.</summary>
internal sealed record SettingInForceDto
{
    [Description("The broker's own name of it.")]
    public required string Name { get; init; }

    [Description("The value in force, as text.")]
    public required string Value { get; init; }

    [Description("Where it comes from.")]
    public required SettingOriginDto Source { get; init; }

    [Description("What was given too and does not count.")]
    public required IReadOnlyList<OverriddenSettingDto> Overridden { get; init; }

    [Description("What should be known of it: that this kind of object ignores it. Null for nothing.")]
    public required string? Note { get; init; }

    public static SettingInForceDto Of(EffectiveSetting setting) => new()
    {
        Name = setting.Name,
        Value = setting.Value,
        Source = SettingOriginDto.Of(setting.Source),
        Overridden = [.. setting.Overridden.Select(lost => new OverriddenSettingDto { Value = lost.Value, Source = SettingOriginDto.Of(lost.Source), Why = lost.Why })],
        Note = setting.Note,
    };
}

/// <summary>Where a setting comes from.</summary>
internal sealed record SettingOriginDto
{
    [Description("In words: argument, policy, operator policy, default.")]
    public required string Kind { get; init; }

    [Description("Name of the policy; null for an argument.")]
    public required string? Name { get; init; }

    [Description("The section of the row that has it; null where there is none.")]
    public required string? Section { get; init; }

    [Description("Its row there.")]
    public required string? RowId { get; init; }

    public static SettingOriginDto Of(SettingOrigin origin) => new()
    {
        Kind = origin.Kind,
        Name = origin.Name,
        Section = origin.SectionId,
        RowId = origin.Key is { } key ? ApiPaths.IdOf(key) : null,
    };
}

/// <summary>A value that was given and does not count.</summary>
internal sealed record OverriddenSettingDto
{
    [Description("The value.")]
    public required string Value { get; init; }

    [Description("Who gave it.")]
    public required SettingOriginDto Source { get; init; }

    [Description("The rule by which it lost.")]
    public required string Why { get; init; }
}
