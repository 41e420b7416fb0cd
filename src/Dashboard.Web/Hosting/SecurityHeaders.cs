namespace Dashboard.Web.Hosting;

/// <summary>
/// Headers that hold even if a page should ever let a broker's text through as markup. Style attributes are allowed because
/// <c>Virtualize</c> sets them; style elements are not, and of inline script <see cref="PageGuard"/> alone.
/// </summary>
internal static class SecurityHeaders
{
    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; script-src 'self' {PageGuard.Source}; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    });
}
