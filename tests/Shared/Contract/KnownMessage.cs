namespace Dashboard.Tests.Shared.Contract;

/// <summary>A message as a test put it on the broker with a client of its own, or found it there.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="Number">Written as the header (field, attribute) <c>number</c> where the broker has such; empty elsewhere and where the message has none.</param>
public sealed record KnownMessage(byte[] Body, string Number = "")
{
    /// <summary>What two equal messages have in common.</summary>
    public string Key => $"{Number}:{Convert.ToHexString(Body)}";
}
