namespace Dashboard.Core.Snapshots;

/// <summary>Thrown by a provider's source to say why it could not be read, so that the page can say the next step.</summary>
public sealed class SourceException(SourceProblemKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public SourceProblemKind Kind { get; } = kind;
}
