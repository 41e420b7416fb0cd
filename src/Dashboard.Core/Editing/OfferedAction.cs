using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Editing;

/// <summary>An action on a kind of object, and whether this actor can take it now.</summary>
public sealed record OfferedAction(ObjectKind Kind, ObjectAction Action, Availability Availability);
