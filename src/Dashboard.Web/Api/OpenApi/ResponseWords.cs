namespace Dashboard.Web.Api.OpenApi;

/// <summary>What each status of the API means, for the document.</summary>
internal static class ResponseWords
{
    public static string? Of(string status) => status switch
    {
        "200" => "As asked for.",
        "201" => "Made; nothing was changed at the broker.",
        "204" => "Done.",
        "202" => "Accepted; it goes on without this call.",
        "400" => "The request is not valid; 'errors' says where.",
        "401" => "No key, or one that is wrong, revoked or expired.",
        "403" => "The key lacks the right.",
        "404" => "There is no such thing.",
        "409" => "Refused, and nothing was changed; 'detail' says why.",
        "413" => "The body is too large.",
        "415" => "The body must be JSON.",
        "422" => "The idempotency key belongs to another request, or a name must be typed to confirm.",
        "429" => "Too many wrong keys came from this address.",
        "500" => "The dashboard failed; its log says more.",
        "502" => "The broker could not do it; 'brokerWords' has its words.",
        "503" => "The broker has not been read yet, or the audit cannot be written. Try again.",
        "504" => "The broker did not answer in time.",
        _ => null,
    };
}
