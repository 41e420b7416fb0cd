namespace Dashboard.Core.Access;

/// <summary>What accounts there are, as they are now. Asked at every act, so it must answer from memory.</summary>
public interface IAccountDirectory
{
    /// <summary>How the account stands; null where there is none of this name.</summary>
    AccountStanding? Find(string name);

    /// <summary>
    /// How an API key stands: never above the account that made it, disabled with it. Null where there is no such key, or none at all.
    /// </summary>
    AccountStanding? FindKey(string keyId) => null;
}

/// <summary>An account's or a key's rights at this moment.</summary>
public readonly record struct AccountStanding(Role Role, bool IsDisabled);
