using Dashboard.Core.Filtering.Syntax;
using Dashboard.Core.Model;

namespace Dashboard.Core.Masking;

/// <summary>Fields that are hidden in some places.</summary>
/// <param name="Connection">Pattern of connection ids: <c>*</c> any characters, <c>?</c> one.</param>
/// <param name="Destination">Pattern of the names of queues, streams and topics.</param>
/// <param name="Fields">What is hidden there.</param>
public sealed record MaskingRule(string Connection, string Destination, IReadOnlyList<MaskedField> Fields)
{
    private readonly Glob _connection = new(Connection);
    private readonly Glob _destination = new(Destination);

    /// <summary>The rule is about messages that stand there. A name that cannot be judged within bounds counts as named.</summary>
    public bool IsAbout(DestinationRef destination)
        => IsMatch(_connection, destination.Connection.Value) && IsMatch(_destination, destination.Name);

    private static bool IsMatch(Glob pattern, string text)
    {
        var budget = 1_000_000;
        return pattern.Matches(text, ref budget) != Filtering.FilterVerdict.No;
    }
}
