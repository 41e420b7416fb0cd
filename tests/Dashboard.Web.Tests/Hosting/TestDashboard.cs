using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Access;
using Dashboard.Web.Auth;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Web.Tests.Hosting;

/// <summary>The whole application on a real port with a data folder of its own and, unless told otherwise, no connections.</summary>
public sealed partial class TestDashboard : WebApplicationFactory<Program>
{
    public const string Password = "correct horse battery";

    private readonly Dictionary<string, string> _settings;

    public TestDashboard(params IEnumerable<(string Key, string Value)> settings)
    {
        DataFolder = Path.Combine(Path.GetTempPath(), $"dashboard-test-{Guid.NewGuid():N}");
        _settings = new() { ["Dashboard:DataFolder"] = DataFolder, ["Logging:LogLevel:Default"] = "Warning" };
        foreach (var (key, value) in settings)
            _settings[key] = value;
        UseKestrel(0);
    }

    public string DataFolder { get; }

    public TestDashboard Started()
    {
        StartServer();
        return this;
    }

    /// <summary>A browser-like client: keeps cookies, follows no redirects.</summary>
    public HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = ClientOptions.BaseAddress,
    };

    /// <summary>Makes an account and signs it in with its password.</summary>
    public async Task<HttpClient> SignedInAsync(Role role, string? name = null)
    {
        name ??= $"{role}-{Guid.NewGuid():N}"[..20];
        await AddAccountAsync(name, role);
        var client = Browser();
        using var response = await SubmitPasswordAsync(client, name, Password);
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().ShouldBe("/");
        return client;
    }

    public async Task AddAccountAsync(string name, Role role)
    {
        var account = new Account(name, role, new Passwords().Hash(Password), false, "stamp", 0, null, DateTimeOffset.UnixEpoch, null, false);
        (await Services.GetRequiredService<IAccountStore>().AddAsync(account, CancellationToken.None)).ShouldBeTrue();
        Services.GetRequiredService<AccountDirectory>().Remember(account);
    }

    public static async Task<HttpResponseMessage> SubmitPasswordAsync(HttpClient client, string name, string password, string returnUrl = "")
    {
        var form = await client.GetStringAsync(new Uri("sign-in", UriKind.Relative));
        using var content = new FormUrlEncodedContent(
        [
            new("name", name), new("password", password), new("returnUrl", returnUrl), new("__RequestVerificationToken", AntiforgeryToken().Match(form).Groups[1].Value),
        ]);
        return await client.PostAsync(new Uri("sign-in/password", UriKind.Relative), content);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(DataFolder))
            Directory.Delete(DataFolder, recursive: true);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)["]""")]
    private static partial Regex AntiforgeryToken();
}
