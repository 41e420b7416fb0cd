namespace Dashboard.Core.Operations;

/// <summary>One object of a plan.</summary>
/// <param name="Name">What it is, in words: <c>queue orders in shop/eu</c>.</param>
/// <param name="Verb">What is done to it.</param>
/// <param name="Tone">How bad.</param>
/// <param name="Text">What becomes of it, or why it is left out; empty where there is nothing to say.</param>
public sealed record ObjectPlan(string Name, Editing.ChangeVerb Verb, Snapshots.Tone Tone, string Text)
{
    /// <summary>What is done line by line; null where the text says it all.</summary>
    public Editing.ChangeTable? Table { get; init; }
}
