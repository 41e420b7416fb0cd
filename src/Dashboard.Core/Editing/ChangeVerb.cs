namespace Dashboard.Core.Editing;

/// <summary>What a change does to an object of a broker.</summary>
public enum ChangeVerb
{
    Create,
    Edit,
    Delete,

    /// <summary>End something that clients hold: a connection, a session.</summary>
    Close,

    /// <summary>Throw away what it holds and keep the object.</summary>
    Purge,
}
