namespace Dashboard.KafkaProbe;

/// <summary>Names that a call is tried with.</summary>
/// <param name="Prefix"><c>probe</c> for those that <c>Prepare</c> has made, anything else for names that do not exist.</param>
internal sealed record ProbeNames(string Prefix)
{
    public string Topic => Prefix;

    public string Group => $"{Prefix}-group";

    /// <summary>A topic that may be deleted.</summary>
    public string Doomed => $"{Prefix}-doomed";

    /// <summary>A group that may be deleted.</summary>
    public string DoomedGroup => $"{Prefix}-doomed-group";
}
