namespace Dashboard.Web.Auth;

/// <summary>The answer to a try to sign in: an account, or what to say.</summary>
internal readonly record struct SignInResult(Account? Account, string? Objection)
{
    public static SignInResult Refused(string objection) => new(null, objection);
}
