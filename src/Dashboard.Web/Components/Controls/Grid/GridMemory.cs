using System.Text.Json;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>What this browser remembers of a section's list: the chosen columns and widths.</summary>
/// <param name="Columns">Ids joined with commas; null for the defaults.</param>
/// <param name="Widths">Pixels by column id.</param>
public sealed record GridMemory(string? Columns, IReadOnlyDictionary<string, int> Widths)
{
    public static readonly GridMemory None = new(null, new Dictionary<string, int>());

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Under which name it is remembered.</summary>
    public static string NameFor(string kind, string sectionId) => $"grid.{kind}.{sectionId}";

    /// <summary>Reads what was remembered; anything that cannot be read counts as nothing.</summary>
    public static GridMemory Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 20_000)
            return None;
        try
        {
            var memory = JsonSerializer.Deserialize<GridMemory>(text, Json);
            return memory is null ? None : memory with { Widths = memory.Widths ?? None.Widths };
        }
        catch (JsonException)
        {
            return None;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Json);

    public GridMemory WithWidth(string columnId, int width) => this with { Widths = GridWidths.With(Widths, columnId, width) };
}
