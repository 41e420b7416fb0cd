using System.ComponentModel;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Connections;

namespace Dashboard.Web.Api.Connections;

/// <summary>How a connection is set up. Never holds a secret.</summary>
internal sealed record ConnectionSettingsDto
{
    [Description("Stable id.")]
    public required string Id { get; init; }

    [Description("Name for people.")]
    public required string Name { get; init; }

    [Description("Kind of broker, as the kinds of connections tell.")]
    public required string Kind { get; init; }

    [Description("The environment it belongs to; empty for none.")]
    public required string Environment { get; init; }

    [Description("Nothing can be changed through it.")]
    public required bool IsReadOnly { get; init; }

    [Description("file: from a file or the environment, changed there alone. stored: made here or in the page.")]
    public required ConnectionOrigin Origin { get; init; }

    [Description("Settings without secrets, by key; a list has the keys Key:0, Key:1. Empty where it is from a file.")]
    public required IReadOnlyDictionary<string, string?> Settings { get; init; }

    [Description("Keys of the secrets that are stored; their values are never told.")]
    public required IReadOnlyList<string> StoredSecrets { get; init; }

    [Description("Why a stored connection is not open; null where it is.")]
    public required string? Problem { get; init; }

    [Description("Who saved it last; null where it is from a file.")]
    public required string? ChangedBy { get; init; }

    [Description("When; null where it is from a file.")]
    public required DateTimeOffset? ChangedAt { get; init; }

    public static ConnectionSettingsDto Of(ManagedConnection connection) => new()
    {
        Id = connection.Info.Id.Value,
        Name = connection.Info.Name,
        Kind = connection.Info.Kind.Value,
        Environment = connection.Info.Environment.Value,
        IsReadOnly = connection.Info.IsReadOnly,
        Origin = connection.IsFromFile ? ConnectionOrigin.File : ConnectionOrigin.Stored,
        Settings = connection.Values,
        StoredSecrets = connection.StoredSecrets,
        Problem = connection.Problem,
        ChangedBy = connection.ChangedBy,
        ChangedAt = connection.ChangedAt,
    };
}

/// <summary>Where the settings of a connection come from.</summary>
internal enum ConnectionOrigin
{
    File,
    Stored,
}

/// <summary>A connection as it is to be.</summary>
internal record ConnectionChangeDto
{
    [Description("Name for people; the id where it is left out.")]
    public string? Name { get; init; }

    [Description("Kind of broker, as the kinds of connections tell.")]
    public required string Kind { get; init; }

    [Description("The environment it belongs to; in production, what changes messages must be confirmed by typing a name.")]
    public string? Environment { get; init; }

    [Description("Nothing can be changed through it; false unless told.")]
    public bool? IsReadOnly { get; init; }

    [Description("All settings by key, as the kind declares them; a list has the keys Key:0, Key:1. A secret that is left out keeps its stored value, unless the address it is sent to is another.")]
    public required IReadOnlyDictionary<string, string?> Settings { get; init; }

    public ConnectionDraft ToDraft(string id) => new()
    {
        Id = id,
        Name = Name ?? "",
        Kind = Kind,
        Environment = Environment ?? "",
        IsReadOnly = IsReadOnly ?? false,
        Values = new Dictionary<string, string?>(Settings.DistinctBy(value => value.Key, StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase),
    };

    // Settings may hold secrets.
    public override string ToString() => "settings of a connection";
}

/// <summary>A further connection, or one that is tried out.</summary>
internal sealed record NewConnectionDto : ConnectionChangeDto
{
    [Description("Its id: lower-case letters, digits and dashes.")]
    public required string Id { get; init; }

    public override string ToString() => $"settings of {Id}";
}

/// <summary>A kind of broker that connections can be made to.</summary>
internal sealed record ConnectionKindDto
{
    [Description("Name of the kind, for the connection.")]
    public required string Kind { get; init; }

    [Description("Words for people.")]
    public required string Title { get; init; }

    [Description("Its settings.")]
    public required IReadOnlyList<ConnectionFieldDto> Fields { get; init; }

    public static ConnectionKindDto Of(IBrokerProvider provider) => new()
    {
        Kind = provider.Kind.Value,
        Title = provider.DisplayName,
        Fields =
        [
            .. provider.SettingFields.Select(field => new ConnectionFieldDto
            {
                Key = field.Id,
                Title = field.Title,
                Type = field.Type,
                Help = field.Help,
                Example = field.Example,
                IsRequired = field.IsRequired,
                IsEndpoint = field.IsEndpoint,
            }),
        ],
    };
}

/// <summary>One setting of a kind.</summary>
internal sealed record ConnectionFieldDto
{
    [Description("Key among the settings.")]
    public required string Key { get; init; }

    [Description("Words for people.")]
    public required string Title { get; init; }

    [Description("What it holds; a secret is never told again.")]
    public required FieldType Type { get; init; }

    [Description("What it is for, and what holds where it is left out.")]
    public required string Help { get; init; }

    [Description("An example of a value; empty for none.")]
    public required string Example { get; init; }

    [Description("It must be given.")]
    public required bool IsRequired { get; init; }

    [Description("It says where credentials are sent: where it changes, they are to be given anew.")]
    public required bool IsEndpoint { get; init; }
}

/// <summary>One thing that was tried out.</summary>
internal sealed record ProbeStepDto
{
    [Description("What was tried.")]
    public required string Title { get; init; }

    [Description("Good, or how bad.")]
    public required Tone Tone { get; init; }

    [Description("What the broker said, and what to do about it. Text of a foreign system: show it as text.")]
    public required string Words { get; init; }
}
