namespace Dashboard.Core.Editing;

/// <summary>What a change would do, line by line, for people and programs to read: before, after, what comes of it.</summary>
/// <param name="Columns">Heads, in order.</param>
/// <param name="Rows">As many cells each as there are columns. May hold the broker's names: hostile text.</param>
public sealed record ChangeTable(IReadOnlyList<ChangeColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Lines beyond those given.</summary>
    public int More { get; init; }
}

/// <summary>One column of a change's table.</summary>
/// <param name="Title">Head.</param>
/// <param name="IsNumber">Shown to the right.</param>
public sealed record ChangeColumn(string Title, bool IsNumber = false);
