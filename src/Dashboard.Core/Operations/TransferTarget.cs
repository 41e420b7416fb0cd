using System.Text.Json.Serialization;
using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Operations;

/// <summary>Where an operation sends each message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "to")]
[JsonDerivedType(typeof(FixedTarget), "address")]
[JsonDerivedType(typeof(OriginTarget), "origin")]
public abstract record TransferTarget;

/// <summary>All to one address.</summary>
public sealed record FixedTarget(PublishAddress Address) : TransferTarget;

/// <summary>Each to where it came from.</summary>
/// <param name="ByOriginalRoute">False: the queue where it first died. True: the exchange and key it was first published with.</param>
public sealed record OriginTarget(bool ByOriginalRoute) : TransferTarget;
