namespace Dashboard.Core.Filtering;

/// <summary>What a filter says of a row.</summary>
public enum FilterVerdict
{
    No,
    Yes,

    /// <summary>It cannot be known: counted and shown apart, never taken as a match.</summary>
    Unjudgeable,
}
