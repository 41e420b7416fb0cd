using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Model;

namespace Dashboard.Tests.Shared.Operations;

/// <summary>A message as the fake broker has it. <see cref="Uid"/> travels with every copy, out of the engine's sight: the oracle counts by it.</summary>
public sealed record FakeMessage(string Uid, string? MessageId, string Body)
{
    public string? ReplayId { get; init; }

    public bool IsRedelivered { get; init; }

    public IReadOnlyList<MessageField> Headers { get; init; } = [];

    public MessageEnvelope ToEnvelope(DestinationRef source, long position)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        return new MessageEnvelope
        {
            Source = source,
            Position = position,
            Identity = new MessageIdentity(MessageId, Convert.ToHexStringLower(SHA256.HashData(body))),
            Body = body,
            BodySize = body.Length,
            Delivery = [new MessageField("redelivered", new BooleanValue(IsRedelivered))],
            Headers = Headers,
            Properties = [new MessageField(UidProperty, new TextValue(Uid))],
        };
    }

    /// <summary>Where the uid hides: a property that is no part of the identity.</summary>
    public const string UidProperty = "uid";
}
