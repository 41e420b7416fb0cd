using Dashboard.Core.Editing;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Editing;

/// <summary>Draws the fields of a declared form and tells every change.</summary>
public sealed partial class ObjectForm
{
    private readonly HashSet<string> _opened = [];

    [Parameter, EditorRequired]
    public FormDraft Draft { get; set; } = default!;

    /// <summary>Everything that is wrong now.</summary>
    [Parameter]
    public IReadOnlyList<FieldMistake> Mistakes { get; set; } = [];

    /// <summary>Mistakes are said at fields that nobody touched, too.</summary>
    [Parameter]
    public bool ShowsAll { get; set; }

    /// <summary>Ids of the secrets that are stored: left empty, they stay.</summary>
    [Parameter]
    public IReadOnlyList<string> Stored { get; set; } = [];

    /// <summary>What names the object cannot be changed.</summary>
    [Parameter]
    public bool IsEdit { get; set; }

    /// <summary>Names offered for a reference.</summary>
    [Parameter]
    public Func<FormField, IReadOnlyList<string>> NamesFor { get; set; } = _ => [];

    [Parameter]
    public EventCallback OnChanged { get; set; }

    private IEnumerable<Part> Groups
    {
        get
        {
            var values = Draft.Values(out _);
            return Draft.Fields
                .Where(one => FormCheck.Applies(one, Draft.Fields, values))
                .GroupBy(one => one.Group)
                .Select(group => new Part(group.Key, [.. group], group.Count(Draft.IsSet), IsOpen(group)));
        }
    }

    /// <summary>A missing value is a mistake from the start, and said only where somebody was, or once the form was sent.</summary>
    private IReadOnlyList<string> MistakesAt(FormField field)
        => ShowsAll || Draft.IsTouched(field) || Draft.IsSet(field) ? [.. Mistakes.Where(mistake => mistake.FieldId == field.Id).Select(mistake => mistake.Message)] : [];

    // Open once a value is in it, and from then on as the operator leaves it.
    private bool IsOpen(IGrouping<string, FormField> group)
    {
        if (group.Any(Draft.IsSet))
            _opened.Add(group.Key);
        return _opened.Contains(group.Key);
    }

    private sealed record Part(string Name, IReadOnlyList<FormField> Fields, int SetCount, bool IsOpen);
}
