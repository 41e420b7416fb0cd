using System.ComponentModel;
using Dashboard.Core.Model;
using Dashboard.Core.Views;

namespace Dashboard.Web.Api.Views;

/// <summary>A list as somebody wants to see it again.</summary>
internal sealed record ViewDto
{
    [Description("Stable; the page's link has it as view.")]
    public required string Id { get; init; }

    [Description("Who made it.")]
    public required string Owner { get; init; }

    [Description("Words for people.")]
    public required string Name { get; init; }

    [Description("Everybody sees it.")]
    public required bool IsShared { get; init; }

    [Description("Kind of broker it is for.")]
    public required string Kind { get; init; }

    [Description("Id of the section.")]
    public required string Section { get; init; }

    [Description("What it shows.")]
    public required ViewContentDto Content { get; init; }

    [Description("When it was last changed.")]
    public required DateTimeOffset ChangedAt { get; init; }

    public static ViewDto Of(SavedView view) => new()
    {
        Id = view.Id,
        Owner = view.Owner,
        Name = view.Name,
        IsShared = view.IsShared,
        Kind = view.Kind.Value,
        Section = view.SectionId,
        Content = new ViewContentDto
        {
            Search = view.Content.Search,
            Filter = view.Content.Filter,
            Sort = view.Content.Sorts,
            Columns = view.Content.Columns,
        },
        ChangedAt = view.ChangedAt,
    };
}

/// <summary>What a view shows: the parameters of a call for rows.</summary>
internal sealed record ViewContentDto
{
    [Description("Quick search; none unless told.")]
    public string? Search { get; init; }

    [Description("Filter; docs/filter.md has the grammar.")]
    public string? Filter { get; init; }

    [Description("Columns to sort by, joined with commas, each with a minus before it for descending; the section's own unless told.")]
    public string? Sort { get; init; }

    [Description("Ids of the shown columns in their order, joined with commas; the section's own unless told.")]
    public string? Columns { get; init; }

    public ViewContent Read() => new(Search ?? "", Filter ?? "", Sort, Columns);
}

/// <summary>A view to be saved.</summary>
internal sealed record NewViewDto
{
    [Description("Words for people, 1 to 80 characters.")]
    public required string Name { get; init; }

    [Description("Everybody sees it, which needs the right to share; false unless told. What is not shared is seen by this key alone.")]
    public bool? IsShared { get; init; }

    [Description("Id of a connection of the kind of broker that it is for.")]
    public required string Connection { get; init; }

    [Description("Id of the section.")]
    public required string Section { get; init; }

    [Description("What it shows.")]
    public required ViewContentDto Content { get; init; }

    public ViewDraft Read(BrokerKind kind) => new(Name, IsShared ?? false, kind, Section, Content.Read());
}

/// <summary>What is to be different on a view; what is left out stays.</summary>
internal sealed record ViewChangeDto
{
    [Description("Words for people, 1 to 80 characters.")]
    public string? Name { get; init; }

    [Description("Everybody sees it.")]
    public bool? IsShared { get; init; }

    [Description("What it shows.")]
    public ViewContentDto? Content { get; init; }
}
