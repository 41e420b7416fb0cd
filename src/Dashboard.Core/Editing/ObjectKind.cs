using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Editing;

/// <summary>A kind of object that can be changed, as a provider declares it. Forms, buttons and checks follow from this alone.</summary>
/// <param name="Id">Stable name in intents: <c>queue</c>, <c>operator-policy</c>.</param>
/// <param name="Singular">What one is called, in lower case: <c>queue</c>.</param>
/// <param name="SectionId">The section that lists them; a change's key is a key of this section.</param>
public sealed record ObjectKind(string Id, string Singular, string SectionId)
{
    /// <summary>Text columns that a row of the section must have for it to be of this kind; empty where the section has one kind only.</summary>
    public IReadOnlyList<FixedMatch> Where { get; init; } = [];

    public required IReadOnlyList<ObjectAction> Actions { get; init; }

    public ObjectAction? Action(ChangeVerb verb) => Actions.FirstOrDefault(action => action.Verb == verb);

    /// <summary>Whether the row is of this kind.</summary>
    public bool Has(SectionTable table, int row) => Where.All(match => table[match.OtherColumn].TextAt(row) == match.Value);
}

/// <summary>Something that can be done to objects of a kind.</summary>
/// <param name="Verb">What.</param>
/// <param name="Label">Text of the button: <c>New queue</c>, <c>Delete</c>.</param>
public sealed record ObjectAction(ChangeVerb Verb, string Label)
{
    /// <summary>One sentence under the title of the form.</summary>
    public string Help { get; init; } = "";

    /// <summary>What stands before the name of the object in titles and on the button, such as <c>Reset</c>; null for the verb's own word.</summary>
    public string? Word { get; init; }

    public IReadOnlyList<FormField> Fields { get; init; } = [];

    /// <summary>Whether it can be done to many at once: its fields then hold for all of them.</summary>
    public bool IsForMany { get; init; }

    /// <summary>Why it can never be done to objects of this kind; null where it can.</summary>
    public string? Unavailable { get; init; }
}
