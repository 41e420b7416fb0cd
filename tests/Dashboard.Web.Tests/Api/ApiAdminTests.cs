using System.Net;
using System.Text.Json.Nodes;
using Dashboard.Core.Access;

namespace Dashboard.Web.Tests.Api;

/// <summary>What admins do: connections, accounts, keys. No answer has a secret.</summary>
[Collection(ApiCollection.Name)]
public sealed class ApiAdminTests(ApiStage stage)
{
    [Fact]
    public async Task Connection_AddedTestedChangedRemoved_WorksAtOnce_AndItsPasswordIsNeverTold()
    {
        var password = stage.Settings["Password"];
        var steps = await stage.SendAsync(stage.Admin, HttpMethod.Post, "connection-settings/test", new { id = "by-api", kind = "rabbitmq", settings = stage.Settings });
        steps.AsArray().Select(step => step!["tone"]!.GetValue<string>()).ShouldBe(steps.AsArray().Select(_ => "good"));
        steps.AsArray().ShouldNotBeEmpty();
        (await stage.GetAsync(stage.Admin, "connection-settings")).AsArray().ShouldNotContain(one => one!["id"]!.GetValue<string>() == "by-api", "a test saves nothing");

        var added = await stage.SendAsync(stage.Admin, HttpMethod.Post, "connection-settings", new { id = "by-api", name = "By API", kind = "rabbitmq", environment = "test", settings = stage.Settings });
        added["origin"]!.GetValue<string>().ShouldBe("stored");
        added["storedSecrets"]!.AsArray().Select(one => one!.GetValue<string>()).ShouldBe(["Password"]);
        added["settings"]!["Username"]!.GetValue<string>().ShouldBe(stage.Settings["Username"]);
        await ApiStage.WaitForAsync(async () => (await stage.GetAsync(stage.Viewer, "connections/by-api"))["connection"]!["health"]!.GetValue<string>() == "up");

        // Without the password: the stored one stays in use, as long as the address does.
        var settings = stage.Settings;
        settings.Remove("Password");
        var changed = await stage.SendAsync(stage.Admin, HttpMethod.Put, "connection-settings/by-api", new { name = "Renamed", kind = "rabbitmq", isReadOnly = true, settings });
        changed["name"]!.GetValue<string>().ShouldBe("Renamed");
        await ApiStage.WaitForAsync(async () =>
            (await stage.GetAsync(stage.Viewer, "connections/by-api"))["connection"] is { } now && now["isReadOnly"]!.GetValue<bool>() && now["health"]!.GetValue<string>() == "up");
        settings["ManagementUrls:0"] = "http://127.0.0.1:9";
        using (var moved = await stage.TrySendAsync(stage.Admin, HttpMethod.Put, "connection-settings/by-api", new { kind = "rabbitmq", settings }))
            (await ApiStage.ProblemAsync(moved, 400, "invalid"))["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe("/settings/Password");

        foreach (var path in new[] { "connection-settings", "connection-settings/by-api", "connections/by-api", "audit?search=by-api" })
            (await stage.GetAsync(stage.Admin, path)).ToJsonString().ShouldNotContain(password, Case.Sensitive, path);
        await stage.SendAsync(stage.Admin, HttpMethod.Delete, "connection-settings/by-api");
        using var gone = await stage.TrySendAsync(stage.Viewer, HttpMethod.Get, "connections/by-api");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var actions = (await stage.GetAsync(stage.Admin, "audit?connection=by-api"))["records"]!.AsArray().Select(record => record!["action"]!.GetValue<string>());
        actions.ShouldBe(["connection.remove", "connection.change", "connection.add", "connection.test"]);
    }

    [Fact]
    public async Task Connection_FromAFile_IsShownWithItsOriginAndNotChanged()
    {
        var one = await stage.GetAsync(stage.Admin, "connection-settings/rabbit");
        using var change = await stage.TrySendAsync(stage.Admin, HttpMethod.Put, "connection-settings/rabbit", new { kind = "rabbitmq", settings = stage.Settings });
        using var removal = await stage.TrySendAsync(stage.Admin, HttpMethod.Delete, "connection-settings/rabbit");
        using var wrong = await stage.TrySendAsync(stage.Admin, HttpMethod.Post, "connection-settings", new { id = "Not An Id", kind = "rabbitmq", settings = new { } });

        one["origin"]!.GetValue<string>().ShouldBe("file");
        one["settings"]!.AsObject().ShouldBeEmpty();
        (await ApiStage.ProblemAsync(change, 409, "refused"))["detail"]!.GetValue<string>().ShouldContain("configuration file");
        await ApiStage.ProblemAsync(removal, 409, "refused");
        var pointers = (await ApiStage.ProblemAsync(wrong, 400, "invalid"))["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()).ToList();
        pointers.ShouldContain("/id");
        pointers.ShouldContain(pointer => pointer.StartsWith("/settings/ManagementUrls", StringComparison.Ordinal));
        var kinds = await stage.GetAsync(stage.Admin, "connection-kinds");
        kinds.AsArray().Single(kind => kind!["kind"]!.GetValue<string>() == "rabbitmq")!["fields"]!.AsArray()
            .Single(field => field!["key"]!.GetValue<string>() == "Password")!["type"]!.GetValue<string>().ShouldBe("secret");
    }

    [Fact]
    public async Task Account_MadeChangedDisabled_NoAnswerHasAPassword()
    {
        var made = await stage.SendAsync(stage.Admin, HttpMethod.Post, "accounts", new { name = "pia", role = "viewer" });
        made.AsObject().Select(pair => pair.Key).ShouldBe(["name", "role", "isDisabled", "lockedUntil", "mustChangePassword", "createdAt", "lastSignInAt"]);
        made["mustChangePassword"]!.GetValue<bool>().ShouldBeTrue();
        using (var twice = await stage.TrySendAsync(stage.Admin, HttpMethod.Post, "accounts", new { name = "Pia", role = "viewer" }))
            await ApiStage.ProblemAsync(twice, 409, "refused");

        (await stage.SendAsync(stage.Admin, HttpMethod.Patch, "accounts/pia", new { role = "operator" }))["role"]!.GetValue<string>().ShouldBe("operator");
        (await stage.SendAsync(stage.Admin, HttpMethod.Patch, "accounts/pia", new { isDisabled = true }))["isDisabled"]!.GetValue<bool>().ShouldBeTrue();
        (await stage.GetAsync(stage.Admin, "accounts")).AsArray().Single(one => one!["name"]!.GetValue<string>() == "pia")!["isDisabled"]!.GetValue<bool>().ShouldBeTrue();
        var audited = (await stage.GetAsync(stage.Admin, "audit?search=account pia"))["records"]!.AsArray();
        audited.Select(record => record!["action"]!.GetValue<string>()).Distinct().ShouldBe(["account.disable", "account.role", "account.create"]);
        audited.ShouldAllBe(record => record!["actor"]!.GetValue<string>().StartsWith("mona via key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_AreListedAndRevoked_ButNotMade()
    {
        var key = await stage.KeyAsync(Role.Viewer, "to be revoked");
        var id = key.Split('_')[1];
        var listed = (await stage.GetAsync(stage.Admin, "keys")).AsArray().Single(one => one!["id"]!.GetValue<string>() == id)!;
        listed["isActive"]!.GetValue<bool>().ShouldBeTrue();
        listed.ToJsonString().ShouldNotContain(key.Split('_')[2]);
        listed.AsObject().ContainsKey("hash").ShouldBeFalse();

        await stage.SendAsync(stage.Admin, HttpMethod.Delete, $"keys/{id}");

        using var refused = await stage.TrySendAsync(key, HttpMethod.Get, "connections");
        await ApiStage.ProblemAsync(refused, 401, "unauthenticated");
        using var made = await stage.TrySendAsync(stage.Admin, HttpMethod.Post, "keys", new { name = "child", role = "viewer" });
        await ApiStage.ProblemAsync(made, 405, "method-not-allowed");
        (await stage.GetAsync(stage.Admin, "keys")).AsArray().Single(one => one!["id"]!.GetValue<string>() == id)!["revokedBy"]!.GetValue<string>().ShouldStartWith("mona via key");
    }
}
