namespace Dashboard.Core.Capabilities;

/// <summary>A message as its bytes, before anything is made of it. Valid only during the call it is given to.</summary>
/// <param name="key">The record key; empty where there is none.</param>
/// <param name="body">The whole body as it was sent. Headers that say how to read it are not with it: who has such a message does not ask.</param>
/// <param name="hasHeaders">There are headers or properties, which are not looked at.</param>
public readonly ref struct RawMessage(ReadOnlySpan<byte> key, ReadOnlySpan<byte> body, bool hasHeaders)
{
    public ReadOnlySpan<byte> Key { get; } = key;

    public ReadOnlySpan<byte> Body { get; } = body;

    public bool HasHeaders { get; } = hasHeaders;
}

/// <summary>A quick question to bytes. False is certain; true says that a closer look is needed.</summary>
public delegate bool RawMessageTest(RawMessage message);
