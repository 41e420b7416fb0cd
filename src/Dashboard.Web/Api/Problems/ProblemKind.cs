namespace Dashboard.Web.Api.Problems;

/// <summary>One kind of problem the API tells of; the list in <c>docs/api.md</c> is this one. A kind's type never changes.</summary>
/// <param name="Name">Last part of the type.</param>
/// <param name="Status">HTTP status it comes with.</param>
/// <param name="Title">The same words each time.</param>
internal sealed record ProblemKind(string Name, int Status, string Title)
{
    public const string TypePrefix = "urn:broker-dashboard:problem:";

    public static readonly ProblemKind Invalid = new("invalid", 400, "The request is not valid");
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "A valid API key is needed");
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "The key lacks the right");
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such thing");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The method is not for this path");
    public static readonly ProblemKind NotAcceptable = new("not-acceptable", 406, "None of the accepted types can be answered");
    public static readonly ProblemKind Refused = new("refused", 409, "The operation was refused, and nothing was changed");
    public static readonly ProblemKind TooLarge = new("too-large", 413, "The body is too large");
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The body must be JSON");
    public static readonly ProblemKind ConfirmationNeeded = new("confirmation-needed", 422, "A name must be typed to confirm");
    public static readonly ProblemKind KeyReused = new("idempotency-key-reused", 422, "The idempotency key belongs to another request");
    public static readonly ProblemKind TooManyFailures = new("too-many-failures", 429, "Too many wrong keys came from this address");
    public static readonly ProblemKind Internal = new("internal", 500, "The dashboard failed");
    public static readonly ProblemKind BrokerFailed = new("broker-failed", 502, "The broker could not do it");
    public static readonly ProblemKind NotReadYet = new("not-read-yet", 503, "The broker has not been read yet");
    public static readonly ProblemKind AuditUnavailable = new("audit-unavailable", 503, "The audit cannot be written, so nothing was done");
    public static readonly ProblemKind BrokerTimeout = new("broker-timeout", 504, "The broker did not answer in time");

    /// <summary>All of them, by status.</summary>
    public static readonly IReadOnlyList<ProblemKind> All =
    [
        Invalid, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, NotAcceptable, Refused, TooLarge, UnsupportedMediaType, ConfirmationNeeded,
        KeyReused, TooManyFailures, Internal, BrokerFailed, NotReadYet, AuditUnavailable, BrokerTimeout,
    ];

    public string Type => TypePrefix + Name;

    /// <summary>The kind that says what a bare status says; null for one that is none of ours.</summary>
    public static ProblemKind? Of(int status) => All.FirstOrDefault(kind => kind.Status == status);
}
