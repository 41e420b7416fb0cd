namespace Dashboard.Core.Editing;

/// <summary>The name of the object a change is about.</summary>
/// <param name="Kind">What it is called: <c>queue</c>.</param>
/// <param name="Name">Its name; hostile text.</param>
/// <param name="Scope">Vhost or database; empty where there is none.</param>
public sealed record ObjectName(string Kind, string Name, string Scope = "")
{
    /// <summary>Words for people: <c>queue orders in shop/eu</c>.</summary>
    public override string ToString() => Scope.Length == 0 ? $"{Kind} {Shown}" : $"{Kind} {Shown} in {Scope}";

    private string Shown => Name.Length == 0 ? "(default)" : Name;
}
