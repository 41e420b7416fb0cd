namespace Dashboard.Core.Editing;

/// <summary>How an object of a file stands to what is here.</summary>
public enum DefinitionState
{
    /// <summary>In the file, not here.</summary>
    New,

    /// <summary>In both, and different.</summary>
    Changed,

    /// <summary>In both, and equal.</summary>
    Same,

    /// <summary>Here, not in the file. It stays.</summary>
    OnlyHere,
}

/// <summary>One object of a comparison.</summary>
/// <param name="Name">What it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="Differences">Field by field, where it is changed.</param>
/// <param name="Change">What would apply it; null where there is nothing to do, or it cannot be done.</param>
/// <param name="Reason">Why it cannot be applied; null where it can, or needs not.</param>
public sealed record DefinitionItem(ObjectName Name, DefinitionState State, IReadOnlyList<FieldDifference> Differences, ObjectChange? Change, string? Reason = null);

/// <summary>One field that is different.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Here">Its value at the broker; null for none.</param>
/// <param name="InFile">Its value in the file; null for none.</param>
public sealed record FieldDifference(string Field, string? Here, string? InFile);
