using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Views;
using Dashboard.Web.Auth;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Connections;

namespace Dashboard.Web.Api.Problems;

/// <summary>Says in a problem document what an exception means to the caller.</summary>
internal static partial class ProblemMapping
{
    private const int MatchMilliseconds = 1000;

    /// <summary>The problem; null for a fault of our own, which is logged and not told.</summary>
    public static Problem? Of(Exception exception) => exception switch
    {
        ApiException api => api.Problem,
        AccessDeniedException denied => Problem.Of(ProblemKind.Forbidden, denied.Message),
        OperationRefusedException refused => Problem.Of(ProblemKind.Refused, refused.Message),
        ConnectionRefusedException { Problems.Count: > 0 } mistakes => OfSettings(mistakes),
        ConnectionRefusedException or AccountRefusedException or ApiKeyRefusedException or ViewRefusedException => Problem.Of(ProblemKind.Refused, exception.Message),
        AuditUnavailableException audit => Problem.Of(ProblemKind.AuditUnavailable, audit.Message),
        BrokerException { IsMistake: true } mistake => Problem.Of(ProblemKind.Invalid, mistake.Message) with { BrokerWords = mistake.BrokerWords, NextStep = mistake.NextStep },
        BrokerException broker => Problem.Of(IsTimeout(broker) ? ProblemKind.BrokerTimeout : ProblemKind.BrokerFailed, broker.Message) with
        {
            BrokerWords = broker.BrokerWords,
            NextStep = broker.NextStep,
        },
        TimeoutException => Problem.Of(ProblemKind.BrokerTimeout, "The broker did not answer. Nothing further was done."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.Of(ProblemKind.TooLarge, $"A body has at most {ApiLimits.MaxRequestBytes:N0} bytes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problem.Of(ProblemKind.UnsupportedMediaType, "Send application/json."),
        BadHttpRequestException { InnerException: JsonException json } => OfJson(json),
        BadHttpRequestException bad => OfBinding(bad),
        JsonException json => OfJson(json),
        _ => null,
    };

    private static bool IsTimeout(BrokerException broker)
    {
        for (var e = broker.InnerException; e is not null; e = e.InnerException)
        {
            if (e is TimeoutException or OperationCanceledException)
                return true;
        }

        return false;
    }

    // Mistakes of a form, by the name of the setting; those of the connection itself stand beside the settings.
    private static Problem OfSettings(ConnectionRefusedException refused) => Problem.Of(ProblemKind.Invalid, refused.Message) with
    {
        Errors =
        [
            .. refused.Problems.Select(problem => new FieldProblem
            {
                Pointer = problem.Key is "Id" or "Kind" or "Name" ? $"/{problem.Key.ToLowerInvariant()}" : $"/settings/{problem.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
                Detail = $"{problem.Key} {problem.Message}",
            }),
        ],
    };

    // The serializer's own words name types of ours; they are said anew.
    private static Problem OfJson(JsonException json)
    {
        if (MissingNames().Match(json.Message) is { Success: true } missing)
        {
            var names = missing.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries).Select(name => name.Trim('\'', '.'));
            return Invalid([.. names.Select(name => new FieldProblem { Pointer = PointerOf(json.Path) + "/" + name, Detail = $"'{name}' is missing." })]);
        }

        if (UnknownName().Match(json.Message) is { Success: true } unknown)
            return Invalid(new FieldProblem { Pointer = PointerOf(json.Path), Detail = $"'{unknown.Groups["name"].Value}' is not known here." });
        return json.Path is null or "$" && !json.Message.Contains("could not be converted", StringComparison.Ordinal)
            ? Invalid(new FieldProblem { Pointer = "", Detail = "The body is no JSON." })
            : Invalid(new FieldProblem { Pointer = PointerOf(json.Path), Detail = "The value has the wrong type or form." });
    }

    private static Problem OfBinding(BadHttpRequestException bad)
    {
        if (bad.Message.Contains("body", StringComparison.OrdinalIgnoreCase))
            return Invalid(new FieldProblem { Pointer = "", Detail = "A JSON body is needed." });
        return ParameterName().Match(bad.Message) is { Success: true } named
            ? Invalid(new FieldProblem { Parameter = named.Groups["name"].Value, Detail = $"'{named.Groups["name"].Value}' is missing or has the wrong form." })
            : Problem.Of(ProblemKind.Invalid, "The request could not be read.");
    }

    private static Problem Invalid(params IReadOnlyList<FieldProblem> errors) => Problem.Of(ProblemKind.Invalid, errors[0].Detail) with { Errors = errors };

    // $.selection.items[2] is /selection/items/2
    private static string PointerOf(string? path) => path is null ? "" : PathPart().Replace(path.TrimStart('$'), "/${name}${index}${quoted}");

    [GeneratedRegex("""missing required properties including: (?<names>.+)$""", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex MissingNames();

    [GeneratedRegex("""The JSON property '(?<name>[^']*)' could not be mapped""", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex UnknownName();

    [GeneratedRegex("""[Pp]arameter "(?:[^"]* )?(?<name>[\w-]+)[" ]""", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex ParameterName();

    [GeneratedRegex("""\.(?<name>[^.\[\]]+)|\[(?<index>\d+)\]|\['(?<quoted>[^']*)'\]""", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex PathPart();
}
