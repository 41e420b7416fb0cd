namespace Dashboard.Tests.Shared.Contract;

/// <summary>Parts of the contract that not every broker can be held to.</summary>
public enum ContractPart
{
    /// <summary>There are accounts, and one with a wrong password is refused.</summary>
    Accounts,

    /// <summary>An account can have the right to read and none to change anything.</summary>
    ReadOnlyAccount,

    /// <summary>The connection for messages can be led through a relay.</summary>
    Relay,

    /// <summary>An administrator can close a client's connection at the broker.</summary>
    CutOff,

    /// <summary><c>IDestinationInspector</c>.</summary>
    Inspecting,

    /// <summary><c>IMessageBrowser</c>.</summary>
    Browsing,

    /// <summary><c>IMessagePublisher</c>.</summary>
    Publishing,

    /// <summary><c>IMessageTransfer</c>.</summary>
    Transferring,

    /// <summary><c>IDestinationPurger</c>.</summary>
    Purging,

    /// <summary>Messages carry named fields of the application.</summary>
    Headers,

    /// <summary>A message that was read can be taken away or given back, one by one; without this the broker is a log.</summary>
    Settling,

    /// <summary>A message that reaches nobody can come back.</summary>
    Returning,

    /// <summary>The broker itself moves dead messages aside and writes down where they were.</summary>
    DeadLettering,
}
