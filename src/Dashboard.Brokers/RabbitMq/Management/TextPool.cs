using System.Text.Json;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>Gives one string object for equal texts of a small set (types, states, nodes, policies), so that ten thousand rows share them.</summary>
internal sealed class TextPool
{
    private const int MaxTexts = 32;

    private readonly List<string> _texts = [];

    public string? Of(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        foreach (var text in _texts)
        {
            if (element.Same(text))
                return text;
        }

        var added = element.AsText();
        if (added is not null && _texts.Count < MaxTexts)
            _texts.Add(added);
        return added;
    }
}
