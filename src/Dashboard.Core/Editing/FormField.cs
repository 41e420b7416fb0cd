namespace Dashboard.Core.Editing;

/// <summary>What a field of a form holds; decides how it is asked, checked and written as JSON.</summary>
public enum FieldType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A length of time, a whole number of milliseconds.</summary>
    Duration,

    /// <summary>A size, a whole number of bytes.</summary>
    Bytes,

    /// <summary>One of the field's choices, as text.</summary>
    Choice,

    /// <summary>One of the field's choices, as a whole number.</summary>
    NumberChoice,

    /// <summary>Yes or no. Not set and no are different things only where the field has no default.</summary>
    Flag,

    /// <summary>Names with typed values: a JSON object.</summary>
    Table,

    /// <summary>The name of a row of another section, as text; other names can be typed.</summary>
    Reference,

    /// <summary>Several texts, one a line: a JSON list; in settings stored under <c>Id:0</c>, <c>Id:1</c> and so on.</summary>
    List,

    /// <summary>Text that is never shown again once it is stored. In settings of connections only: the values of changes are audited.</summary>
    Secret,
}

/// <summary>One field of a form as a provider declares it: of a change of an object, or of the settings of a connection.</summary>
/// <param name="Id">Name in the change's values; in settings the key below those of the kind.</param>
/// <param name="Title">Label.</param>
/// <param name="Type">What it holds.</param>
public sealed record FormField(string Id, string Title, FieldType Type = FieldType.Text)
{
    /// <summary>One or two sentences: what it does, what leaving it out means.</summary>
    public string Help { get; init; } = "";

    /// <summary>A value as it could be; empty for none.</summary>
    public string Example { get; init; } = "";

    /// <summary>Heading it stands under; fields of one group follow each other. Empty for the first ones.</summary>
    public string Group { get; init; } = "";

    /// <summary>It must be given, unless it has a default.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The empty text is a value of its own and not "left out".</summary>
    public bool AllowsEmpty { get; init; }

    /// <summary>What the form begins with, as a person would type it; null for nothing.</summary>
    public string? Default { get; init; }

    public IReadOnlyList<FieldChoice> Choices { get; init; } = [];

    /// <summary>For <see cref="FieldType.Reference"/>: whose names are offered.</summary>
    public FieldReference? Reference { get; init; }

    public long? Min { get; init; }

    public long? Max { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>The field means something only where another field has one of these values; elsewhere it must not be set.</summary>
    public FieldCondition? When { get; init; }

    /// <summary>
    /// In settings: says where credentials are sent. Whoever changes it has to enter the secrets anew, so that nobody can have a stored one sent
    /// to a place of their own.
    /// </summary>
    public bool IsEndpoint { get; init; }

    /// <summary>Shown in an edit form and not to be changed: what names the object.</summary>
    public bool IsFixed { get; init; }
}

/// <summary>One value of a choice.</summary>
/// <param name="Value">As it is sent.</param>
/// <param name="Title">For people.</param>
public sealed record FieldChoice(string Value, string Title);

/// <summary>Names offered for a field: the cells of a column of a section, where the scopes are equal.</summary>
/// <param name="SectionId">The section.</param>
/// <param name="ScopeField">The field of the form that holds the vhost or database; null where names are not scoped.</param>
public sealed record FieldReference(string SectionId, string? ScopeField = null);

/// <summary>Another field has one of these values.</summary>
public sealed record FieldCondition(string FieldId, params IReadOnlyList<string> Values)
{
    public bool Equals(FieldCondition? other) => other is not null && other.FieldId == FieldId && other.Values.SequenceEqual(Values);

    public override int GetHashCode() => HashCode.Combine(FieldId, Values.Count);
}

/// <summary>Something wrong with a change.</summary>
/// <param name="FieldId">The field it is about; null for the change as a whole.</param>
/// <param name="Message">One sentence.</param>
public sealed record FieldMistake(string? FieldId, string Message);
