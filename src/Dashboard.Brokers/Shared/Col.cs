using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Shared;

/// <summary>Short ways to declare columns.</summary>
internal static class Col
{
    public static readonly IReadOnlyDictionary<string, Tone> YesIsBad = new Dictionary<string, Tone> { ["1"] = Tone.Bad, ["true"] = Tone.Bad };

    public static ColumnDefinition Text(string id, string title, string help = "") => new(id, title, ColumnType.Text) { Help = help };

    public static ColumnDefinition Enumeration(string id, string title, string help = "", params (string Value, Tone Tone)[] tones)
        => new(id, title, ColumnType.Enumeration) { Help = help, Tones = tones.ToDictionary(t => t.Value, t => t.Tone) };

    public static ColumnDefinition Flag(string id, string title, string help = "") => new(id, title, ColumnType.Flag) { Help = help };

    public static ColumnDefinition Of(ColumnType type, string id, string title, string help = "") => new(id, title, type) { Help = help };

    public static ColumnDefinition Integer(string id, string title, string help = "") => new(id, title, ColumnType.Integer) { Help = help };

    public static ColumnDefinition Rate(string id, string title, string help = "") => new(id, title, ColumnType.Rate) { Help = help };

    public static ColumnDefinition Bytes(string id, string title, string help = "") => new(id, title, ColumnType.Bytes) { Help = help };

    public static ColumnDefinition Timestamp(string id, string title, string help = "") => new(id, title, ColumnType.Timestamp) { Help = help };

    public static ColumnDefinition Duration(string id, string title, string help = "") => new(id, title, ColumnType.Duration) { Help = help };

    public static ColumnDefinition Hidden(this ColumnDefinition column) => column with { IsDefaultVisible = false };

    public static ColumnDefinition Rotating(this ColumnDefinition column) => column with { IsRotating = true };

    public static ColumnDefinition History(this ColumnDefinition column) => column with { KeepsHistory = true };

    public static ColumnDefinition Totalled(this ColumnDefinition column) => column with { IsTotalled = true };

    /// <summary>How many letters its texts have, where that is far from the usual: names of things are long, numbers of partitions are short.</summary>
    public static ColumnDefinition Letters(this ColumnDefinition column, int letters) => column with { Letters = letters };

    public static ColumnDefinition LinksTo(this ColumnDefinition column, string sectionId, params string[] keyColumns)
        => column with { Link = new LinkDefinition(sectionId, keyColumns) };

    public static RelationDefinition Relation(string id, string title, string sectionId, string emptyText, params (string Column, string Other)[] match)
        => new(id, title, sectionId, [.. match.Select(m => new ColumnMatch(m.Column, m.Other))]) { EmptyText = emptyText };
}
