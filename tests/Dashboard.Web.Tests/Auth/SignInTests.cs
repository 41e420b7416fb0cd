using System.Net;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Web.Auth;
using Dashboard.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Auth;

public sealed class SignInTests : IDisposable
{
    private readonly TestDashboard _dashboard = new TestDashboard().Started();

    public void Dispose() => _dashboard.Dispose();

    [Fact]
    public async Task Get_PageWithoutSession_LeadsToTheForm()
    {
        using var client = _dashboard.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "operations?state=Running");
        request.Headers.Add("Accept", "text/html");

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.PathAndQuery.ShouldBe("/sign-in?returnUrl=%2Foperations%3Fstate%3DRunning");
    }

    [Fact]
    public async Task Password_Right_OpensThePages()
    {
        using var client = await _dashboard.SignedInAsync(Role.Viewer, "vera");

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AuditAsync("sign-in")).ShouldContain(r => r.Entry.Actor == "vera" && r.Entry.Outcome == AuditOutcome.Succeeded);
    }

    [Fact]
    public async Task Password_Wrong_SaysTheSameForAnyName()
    {
        await _dashboard.AddAccountAsync("olga", Role.Operator);
        using var client = _dashboard.Browser();

        using var known = await TestDashboard.SubmitPasswordAsync(client, "olga", "wrong password");
        using var unknown = await TestDashboard.SubmitPasswordAsync(client, "nobody", "wrong password");

        known.Headers.Location!.ToString().ShouldContain("objection=");
        unknown.Headers.Location.ShouldBe(known.Headers.Location);
    }

    [Fact]
    public async Task Password_WrongFiveTimes_LocksTheAccountEvenForTheRightOne()
    {
        await _dashboard.AddAccountAsync("olga", Role.Operator);
        using var client = _dashboard.Browser();
        for (var i = 0; i < 5; i++)
            (await TestDashboard.SubmitPasswordAsync(client, "olga", "wrong password")).Dispose();

        using var response = await TestDashboard.SubmitPasswordAsync(client, "olga", TestDashboard.Password);

        Uri.UnescapeDataString(response.Headers.Location!.ToString()).ShouldContain("Too many wrong passwords");
    }

    [Theory]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/c/lab/queues?search=a", "/c/lab/queues?search=a")]
    public async Task ReturnUrl_OnlyLeadsToOwnPages(string returnUrl, string expected)
    {
        await _dashboard.AddAccountAsync("olga", Role.Operator);
        using var client = _dashboard.Browser();

        using var response = await TestDashboard.SubmitPasswordAsync(client, "olga", TestDashboard.Password, returnUrl);

        response.Headers.Location!.ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task Post_WithoutAntiforgeryToken_SignsNobodyIn()
    {
        await _dashboard.AddAccountAsync("olga", Role.Operator);
        using var client = _dashboard.Browser();
        using var content = new FormUrlEncodedContent([new("name", "olga"), new("password", TestDashboard.Password)]);

        using var response = await client.PostAsync(new Uri("sign-in/password", UriKind.Relative), content);

        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        response.Headers.Location!.ToString().ShouldContain("objection=");
    }

    [Fact]
    public async Task Link_WorksOnce()
    {
        var link = await LinkAsync();
        using var first = _dashboard.Browser();
        using var second = _dashboard.Browser();

        using var opened = await first.GetAsync(link);
        using var again = await second.GetAsync(link);
        using var page = await first.GetAsync(new Uri("/", UriKind.Relative));

        opened.Headers.Location!.ToString().ShouldBe("/");
        again.Headers.Location!.ToString().ShouldContain("objection=");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await LinkAsync()).ShouldNotBe(link);
    }

    [Fact]
    public async Task Cookie_IsHttpOnlyAndLax()
    {
        await _dashboard.AddAccountAsync("olga", Role.Operator);
        using var client = _dashboard.Browser();

        using var response = await TestDashboard.SubmitPasswordAsync(client, "olga", TestDashboard.Password);

        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("broker-dashboard=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("revoke")]
    [InlineData("reset")]
    [InlineData("role")]
    public async Task Session_AfterAdminsAct_EndsAtTheNextRequest(string act)
    {
        using var client = await _dashboard.SignedInAsync(Role.Operator, "olga");
        await _dashboard.AddAccountAsync("ada", Role.Admin);
        var accounts = _dashboard.Services.GetRequiredService<Accounts>();
        var admin = new Actor("ada", Role.Admin);

        await (act switch
        {
            "disable" => accounts.SetDisabledAsync(admin, "olga", true, CancellationToken.None),
            "revoke" => accounts.RevokeAsync(admin, "olga", CancellationToken.None),
            "reset" => accounts.ResetPasswordAsync(admin, "olga", CancellationToken.None),
            _ => accounts.SetRoleAsync(admin, "olga", Role.Viewer, CancellationToken.None),
        });
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));

        response.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await AuditAsync($"account.{act}")).ShouldHaveSingleItem().Entry.Actor.ShouldBe("ada");
    }

    [Fact]
    public async Task Accounts_ByOthersThanAdmins_AreDeniedAndAudited()
    {
        await _dashboard.AddAccountAsync("olga", Role.Operator);
        var accounts = _dashboard.Services.GetRequiredService<Accounts>();

        await Should.ThrowAsync<AccessDeniedException>(() => accounts.CreateAsync(new Actor("olga", Role.Operator), "mallory", Role.Admin, CancellationToken.None));

        // The role that the caller claims does not count; the one on record does.
        await Should.ThrowAsync<AccessDeniedException>(() => accounts.CreateAsync(new Actor("olga", Role.Admin), "mallory", Role.Admin, CancellationToken.None));
    }

    [Fact]
    public async Task OnlyAdmin_CannotBeDisabled()
    {
        await _dashboard.AddAccountAsync("ada", Role.Admin);
        var accounts = _dashboard.Services.GetRequiredService<Accounts>();

        var refused = await Should.ThrowAsync<AccountRefusedException>(
            () => accounts.SetDisabledAsync(new Actor("ada", Role.Admin), "ada", true, CancellationToken.None));

        refused.Message.ShouldContain("only admin");
    }

    private async Task<Uri> LinkAsync() => new(await File.ReadAllTextAsync(Path.Combine(_dashboard.DataFolder, "sign-in-link")));

    private async Task<IReadOnlyList<AuditRecord>> AuditAsync(string action) =>
        (await _dashboard.Services.GetRequiredService<IAuditLog>().SearchAsync(new AuditSearch { Action = action }, CancellationToken.None)).Records;
}
