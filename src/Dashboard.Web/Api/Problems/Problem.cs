using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Dashboard.Web.Api.Problems;

/// <summary>A problem document (RFC 9457).</summary>
internal sealed record Problem
{
    public const string ContentType = "application/problem+json";

    [Description("Stable name of the kind of problem; docs/api.md lists them.")]
    public required string Type { get; init; }

    [Description("The kind in words; the same each time.")]
    public required string Title { get; init; }

    [Description("The HTTP status.")]
    public required int Status { get; init; }

    [Description("What failed this time, and what was not done.")]
    public string? Detail { get; init; }

    [Description("Names this call in the dashboard's log.")]
    public string? TraceId { get; init; }

    [Description("What is wrong where; with the kind 'invalid'.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldProblem>? Errors { get; init; }

    [Description("The broker's own words. Text of a foreign system: show it as text.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BrokerWords { get; init; }

    [Description("What can be done about it.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NextStep { get; init; }

    [Description("What must be typed to confirm; with the kind 'confirmation-needed'.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MustType { get; init; }

    public static Problem Of(ProblemKind kind, string? detail = null) => new() { Type = kind.Type, Title = kind.Title, Status = kind.Status, Detail = detail };
}

/// <summary>One mistake in a request.</summary>
internal sealed record FieldProblem
{
    [Description("Where in the body, as a JSON pointer; null for a parameter.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pointer { get; init; }

    [Description("Which parameter of path, query or header; null for the body.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Parameter { get; init; }

    [Description("What is wrong, and what would be right.")]
    public required string Detail { get; init; }
}
