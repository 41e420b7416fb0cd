namespace Dashboard.Core.Access;

/// <summary>What accounts there are, as they are now. Asked at every act, so it must answer from memory.</summary>
public interface IAccountDirectory
{
    /// <summary>How the account stands; null where there is none of this name.</summary>
    AccountStanding? Find(string name);
}

/// <summary>An account's rights at this moment.</summary>
public readonly record struct AccountStanding(Role Role, bool IsDisabled);
