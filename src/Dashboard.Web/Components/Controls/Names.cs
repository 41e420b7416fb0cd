using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls;

/// <summary>How a row is called where only its key is at hand.</summary>
public static class Names
{
    /// <summary>What stands for the empty name (RabbitMQ's default exchange).</summary>
    public const string Empty = "(default)";

    /// <summary>The name column's part of the key; the whole key in words where the section does not tell.</summary>
    public static string OfKey(SectionDefinition? definition, RowKey key)
    {
        var parts = Parts(key);
        if (definition is not null)
        {
            for (var i = 0; i < definition.KeyColumns.Count && i < parts.Count; i++)
            {
                if (definition.KeyColumns[i] == definition.NameColumn)
                    return Shown(parts[i]);
            }
        }

        return Shown(parts.Count == 1 ? parts[0] : string.Join(" / ", parts));
    }

    public static string Shown(string? name) => name switch
    {
        null => Figures.Unknown,
        "" => Empty,
        _ => name,
    };

    /// <summary>The part of the key that is the given column; null where the key has none.</summary>
    public static string? PartOf(SectionDefinition definition, RowKey key, string? columnId)
    {
        var parts = Parts(key);
        for (var i = 0; i < definition.KeyColumns.Count && i < parts.Count; i++)
        {
            if (definition.KeyColumns[i] == columnId)
                return parts[i];
        }

        return null;
    }

    // A key in a URL may be anything that somebody typed.
    private static IReadOnlyList<string> Parts(RowKey key)
    {
        try
        {
            return key.Parts;
        }
        catch (UriFormatException)
        {
            return [key.Value];
        }
    }
}
