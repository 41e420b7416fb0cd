using System.ComponentModel;
using Dashboard.Core.Editing;

namespace Dashboard.Web.Api.Editing;

/// <summary>Something that can be done to objects of a section.</summary>
internal sealed record ActionDto
{
    [Description("Kind of object, for the change.")]
    public required string Kind { get; init; }

    [Description("What is done, for the change.")]
    public required ChangeVerb Verb { get; init; }

    [Description("Words for people.")]
    public required string Label { get; init; }

    [Description("What it does.")]
    public required string Help { get; init; }

    [Description("It can be done to many at once.")]
    public required bool IsForMany { get; init; }

    [Description("Why it cannot be done; null where it can.")]
    public required string? Unavailable { get; init; }

    [Description("What it asks for.")]
    public required IReadOnlyList<FieldInfoDto> Fields { get; init; }
}

/// <summary>One field of an action.</summary>
internal sealed record FieldInfoDto
{
    [Description("Name among the values of the change.")]
    public required string Id { get; init; }

    [Description("Words for people.")]
    public required string Title { get; init; }

    [Description("What it holds.")]
    public required FieldType Type { get; init; }

    [Description("What it does, and what leaving it out means.")]
    public required string Help { get; init; }

    [Description("It must be given.")]
    public required bool IsRequired { get; init; }

    [Description("Values it can have; empty for any.")]
    public required IReadOnlyList<string> Choices { get; init; }

    public static FieldInfoDto Of(FormField field) => new()
    {
        Id = field.Id,
        Title = field.Title,
        Type = field.Type,
        Help = field.Help,
        IsRequired = field is { IsRequired: true, Default: null },
        Choices = [.. field.Choices.Select(choice => choice.Value)],
    };
}
