namespace Dashboard.Web.Hosting;

/// <summary>The dashboard would be open to the network without an account. It does not start.</summary>
internal sealed class UnsafeStartException(IEnumerable<string> addresses) : Exception(
    $"""
    The dashboard would listen on {string.Join(", ", addresses)}, which others can reach, and has no account to sign in with. It was not started. Either
      - listen on loopback (Urls=http://127.0.0.1:5080) and use the one-time link, or
      - give a first admin: Dashboard:Auth:BootstrapAdmin:Name and Dashboard:Auth:BootstrapAdmin:PasswordFile.
    """);
