namespace Dashboard.KafkaProbe;

/// <summary>Names that a call is tried with: those that <c>Prepare</c> has made, or others.</summary>
/// <param name="Kind"><c>present</c>; <c>denied</c> for the same with things to delete of their own; <c>absent</c> for names that do not exist.</param>
internal sealed record ProbeNames(string Kind)
{
    public string Topic => Kind == "absent" ? "absent" : "probe";

    public string Group => $"{Topic}-group";

    /// <summary>A topic that may be deleted.</summary>
    public string Doomed => $"doomed-{Kind}";

    /// <summary>A group that may be deleted.</summary>
    public string DoomedGroup => $"doomed-group-{Kind}";

    /// <summary>A group whose offsets may be deleted.</summary>
    public string ForgottenGroup => $"forgotten-group-{Kind}";
}
