using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Topology;
using Dashboard.Web.Components.Operations.Publishing;

namespace Dashboard.Web.Components.Topology;

/// <summary>A message whose route is asked for, as it is being typed; it can be put into an address and read from one.</summary>
public sealed class TraceDraft
{
    private const int MaxHeaders = 50;

    /// <summary>Name of the entrance the message is sent to; null while none is chosen.</summary>
    public string? To { get; set; }

    public string Key { get; set; } = "";

    public List<HeaderDraft> Headers { get; } = [];

    /// <summary>The draft of an address's parameters. What cannot be read is left out.</summary>
    public static TraceDraft Of(string? to, string? key, string? headers)
    {
        var draft = new TraceDraft { To = to, Key = key ?? "" };
        if (string.IsNullOrEmpty(headers))
            return draft;
        try
        {
            foreach (var header in (JsonSerializer.Deserialize<string[][]>(headers) ?? []).Take(MaxHeaders))
            {
                if (header is [var name, var type, var text] && Enum.TryParse<HeaderType>(type, out var known) && Enum.IsDefined(known))
                    draft.Headers.Add(new HeaderDraft { Name = name, Type = known, Text = text });
            }
        }
        catch (JsonException)
        {
            // Somebody typed into the address.
        }

        return draft;
    }

    /// <summary>The headers as text for an address; null where there are none.</summary>
    public string? HeadersToText()
        => Headers.Count == 0 ? null : JsonSerializer.Serialize(Headers.Select(h => new[] { h.Name, h.Type.ToString(), h.Text }));

    /// <summary>What is wrong with the headers; null where nothing is.</summary>
    public string? Problem()
    {
        foreach (var header in Headers.Where(h => h.Name.Length > 0))
        {
            if (header.Read(out var problem) is null)
                return $"Header {header.Name}: {problem}";
        }

        return null;
    }

    /// <summary>The request; null while no entrance of that name is there. Headers that cannot be read are left out.</summary>
    public RouteRequest? ToRequest(IReadOnlyList<DestinationRef> entrances)
        => To is not null && entrances.FirstOrDefault(e => e.Name == To) is { } entrance
            ? new RouteRequest(new PublishAddress(entrance, Key), [.. Headers.Select(h => h.Read(out _)).OfType<MessageField>()])
            : null;
}
