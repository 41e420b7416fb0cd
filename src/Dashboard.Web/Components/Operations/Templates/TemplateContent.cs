using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Operations.Publishing;

namespace Dashboard.Web.Components.Operations.Templates;

/// <summary>What of a publish form is kept in a template. It names no connection: it can be used on any.</summary>
public sealed record TemplateContent
{
    public string? TargetKind { get; init; }

    public string? TargetScope { get; init; }

    public string? TargetName { get; init; }

    public string RoutingKey { get; init; } = "";

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<TemplateHeader> Headers { get; init; } = [];

    public BodyInput Input { get; init; }

    public string Body { get; init; } = "";

    public bool UsesVariables { get; init; }

    public int Repeat { get; init; } = 1;

    public bool IsMandatory { get; init; } = true;

    /// <summary>The form as it stands. A body that was taken over as bytes is kept as base64.</summary>
    public static TemplateContent Of(PublishDraft draft)
    {
        var isKept = draft.Body.Input == BodyInput.Kept;
        return new TemplateContent
        {
            TargetKind = draft.Target?.Kind,
            TargetScope = draft.Target?.Scope,
            TargetName = draft.Target?.Name,
            RoutingKey = draft.RoutingKey,
            Properties = draft.Properties.Where(p => p.Value.Length > 0).ToDictionary(),
            Headers = [.. draft.Headers.Select(h => new TemplateHeader(h.Name, h.Type, h.Text))],
            Input = isKept ? BodyInput.Base64 : draft.Body.Input,
            Body = isKept ? Convert.ToBase64String((draft.Body.Kept ?? default).Span) : draft.Body.Text,
            UsesVariables = draft.UsesVariables,
            Repeat = draft.Repeat,
            IsMandatory = draft.IsMandatory,
        };
    }

    public static TemplateContent? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TemplateContent>(json, Dashboard.Core.Storage.DashboardJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Dashboard.Core.Storage.DashboardJson.Options);

    /// <summary>A form filled with it, for a connection.</summary>
    public PublishDraft ToDraft(DestinationRef home)
    {
        var draft = new PublishDraft
        {
            Target = TargetKind is null || TargetName is null ? home : new DestinationRef(home.Connection, TargetKind, TargetScope ?? "", TargetName),
            RoutingKey = RoutingKey,
            UsesVariables = UsesVariables,
            Repeat = Repeat,
            IsMandatory = IsMandatory,
        };
        foreach (var (name, text) in Properties)
            draft.Properties[name] = text;
        draft.Headers.AddRange(Headers.Select(h => new HeaderDraft { Name = h.Name, Type = h.Type, Text = h.Text }));
        (draft.Body.Input, draft.Body.Text) = (Input, Body);
        return draft;
    }
}

/// <summary>A header of a template.</summary>
public sealed record TemplateHeader(string Name, HeaderType Type, string Text);
