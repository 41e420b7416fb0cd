namespace Dashboard.Core.Capabilities;

/// <summary>One setting of a kind of broker, as a form shows it. What may stand in it is the provider's to check.</summary>
/// <param name="Key">Below the kind's own settings: <c>ManagementUrls</c>, <c>Tls:CaFile</c>.</param>
/// <param name="Title">For people, in sentence case.</param>
/// <param name="Type">How it is entered.</param>
public sealed record SettingField(string Key, string Title, SettingFieldType Type = SettingFieldType.Text)
{
    /// <summary>One sentence: what it is for, and what holds where it is left empty.</summary>
    public string Help { get; init; } = "";

    /// <summary>An example of a value; empty for none.</summary>
    public string Example { get; init; } = "";

    public bool IsRequired { get; init; }

    /// <summary>
    /// Says where credentials are sent. Whoever changes it has to enter the secrets anew, so that nobody can have a stored one sent to a place of their own.
    /// </summary>
    public bool IsEndpoint { get; init; }
}

/// <summary>How a setting is entered.</summary>
public enum SettingFieldType
{
    Text,

    /// <summary>Never shown again once it is stored.</summary>
    Secret,

    /// <summary>Several values, one a line; stored under <c>Key:0</c>, <c>Key:1</c> and so on.</summary>
    List,
    Number,
    Flag,
}
