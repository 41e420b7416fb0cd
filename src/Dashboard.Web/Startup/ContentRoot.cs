namespace Dashboard.Web.Startup;

/// <summary>
/// Where <c>appsettings.json</c> and the published <c>wwwroot</c> are: beside the binary, whatever the working directory is.
/// A build has the same layout as a published folder, apart from <c>wwwroot</c>, which the SDK's asset manifest finds.
/// </summary>
internal static class ContentRoot
{
    public static string Find() => AppContext.BaseDirectory;
}
