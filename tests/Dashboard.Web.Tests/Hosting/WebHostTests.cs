using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Access;

namespace Dashboard.Web.Tests.Hosting;

/// <summary>The application on a real port, as built: pages, scripts and styles arrive although wwwroot is not beside the project.</summary>
public sealed partial class WebHostTests : IDisposable
{
    private readonly TestDashboard _factory = new TestDashboard().Started();

    public void Dispose() => _factory.Dispose();

    [Theory]
    [InlineData("healthz", "text/plain")]
    [InlineData("css/app.css", "text/css")]
    [InlineData("Dashboard.Web.styles.css", "text/css")]
    [InlineData("_framework/blazor.web.js", "text/javascript")]
    [InlineData("lib/uPlot.iife.min.js", "text/javascript")]
    public async Task Get_File_IsServed(string path, string mediaType)
    {
        using var client = _factory.CreateClient();

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType?.MediaType.ShouldBe(mediaType);
        (await response.Content.ReadAsByteArrayAsync()).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Get_Home_LinksOnlyFilesThatExist()
    {
        using var client = await _factory.SignedInAsync(Role.Viewer);

        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative));

        var files = LinkedFile().Matches(page).Select(match => match.Groups[1].Value).ToList();
        files.ShouldContain(file => file.StartsWith("_framework/blazor.web.", StringComparison.Ordinal));
        files.ShouldContain(file => file.EndsWith("styles.css", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var response = await client.GetAsync(new Uri(file, UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.OK, file);
        }
    }

    [GeneratedRegex("""(?:src|href)="([^"]+\.(?:css|js))["]""")]
    private static partial Regex LinkedFile();
}
