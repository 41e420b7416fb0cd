using System.ComponentModel;
using Dashboard.Core.Editing;
using Dashboard.Web.Api.Editing;

namespace Dashboard.Web.Api.Definitions;

/// <summary>A definitions file to be compared with what is at the broker.</summary>
internal sealed record CompareRequestDto
{
    [Description("The file's text, as the export gives it.")]
    public required string Text { get; init; }

    [Description("The vhost for things that name none, as in a file of one vhost.")]
    public string? Scope { get; init; }
}

/// <summary>One object of a comparison.</summary>
internal sealed record DefinitionItemDto
{
    [Description("What it is called: queue, exchange, binding.")]
    public required string Kind { get; init; }

    [Description("Its name.")]
    public required string Name { get; init; }

    [Description("The vhost; empty where it is in none.")]
    public required string Scope { get; init; }

    [Description("new: in the file alone. changed: in both, different. same: in both, equal. onlyHere: not in the file; it stays.")]
    public required DefinitionState State { get; init; }

    [Description("Field by field, where it is changed.")]
    public required IReadOnlyList<DefinitionDifferenceDto> Differences { get; init; }

    [Description("What applies it: to be put, in the order of this list, among the changes of a planned import. Null where there is nothing to do, or it cannot be done.")]
    public required ChangeDto? Change { get; init; }

    [Description("Why it cannot be applied; null where it can, or needs not.")]
    public required string? Reason { get; init; }

    public static DefinitionItemDto Of(DefinitionItem item) => new()
    {
        Kind = item.Name.Kind,
        Name = item.Name.Name,
        Scope = item.Name.Scope,
        State = item.State,
        Differences = [.. item.Differences.Select(one => new DefinitionDifferenceDto { Field = one.Field, Here = one.Here, InFile = one.InFile })],
        Change = item.Change is { } change ? ChangeDto.Of(change) : null,
        Reason = item.Reason,
    };
}

/// <summary>One field that is different.</summary>
internal sealed record DefinitionDifferenceDto
{
    [Description("Its name.")]
    public required string Field { get; init; }

    [Description("Its value at the broker; null for none.")]
    public required string? Here { get; init; }

    [Description("Its value in the file; null for none.")]
    public required string? InFile { get; init; }
}
