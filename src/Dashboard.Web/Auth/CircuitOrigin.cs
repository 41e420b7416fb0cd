namespace Dashboard.Web.Auth;

/// <summary>Where the browser of this circuit is, for the audit. Set once by the root component, which alone sees the request.</summary>
internal sealed class CircuitOrigin
{
    public string? RemoteAddress { get; set; }
}
