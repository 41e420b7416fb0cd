using Dashboard.Core.Editing;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>Short ways to declare fields, and those that several forms share.</summary>
internal static class Fields
{
    /// <summary>Names are short strings of AMQP.</summary>
    public const int MaxName = 255;

    public static readonly FormField VirtualHost = new("vhost", "Virtual host", FieldType.Reference)
    {
        Help = "Where it is made.",
        IsRequired = true,
        Reference = new FieldReference("vhosts"),
        MaxLength = MaxName,
    };

    public static readonly FormField OtherArguments = new("arguments", "Other arguments", FieldType.Table)
    {
        Help = "Arguments of plugins and of newer brokers, sent as they stand here.",
        Group = "Other arguments",
    };

    public static FormField Text(string id, string title, string help) => new(id, title, FieldType.Text) { Help = help, MaxLength = MaxName };

    public static FormField Name(string title, string help) => Text("name", title, help) with { IsRequired = true };

    public static FormField Number(string id, string title, string help, long min = 0, long? max = null) => new(id, title, FieldType.Integer) { Help = help, Min = min, Max = max };

    public static FormField Duration(string id, string title, string help, long min = 0) => new(id, title, FieldType.Duration) { Help = help, Min = min, Max = TenYears };

    public static FormField Bytes(string id, string title, string help, long? max = null) => new(id, title, FieldType.Bytes) { Help = help, Min = 0, Max = max };

    public static FormField Flag(string id, string title, string help, bool? isOn = null) => new(id, title, FieldType.Flag) { Help = help, Default = isOn switch { true => "true", false => "false", null => null } };

    public static FormField Choice(string id, string title, string help, params (string Value, string Title)[] choices)
        => new(id, title, FieldType.Choice) { Help = help, Choices = [.. choices.Select(choice => new FieldChoice(choice.Value, choice.Title))] };

    public static FormField Exchange(string id, string title, string help)
        => new(id, title, FieldType.Reference) { Help = help, MaxLength = MaxName, Reference = new FieldReference("exchanges", "vhost") };

    /// <summary>The field means something on these types only.</summary>
    public static FormField On(this FormField field, params string[] types) => field with { When = new FieldCondition("type", types) };

    public static FormField In(this FormField field, string group) => field with { Group = group };

    /// <summary>The longest time that the broker takes, in ms.</summary>
    private const long TenYears = 315_360_000_000;
}
