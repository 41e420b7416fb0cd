using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Pages.Attention;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Pages;

public sealed class AttentionPageTests : ListContext
{
    private static readonly RowKey Payments = RowKey.Of("/", "payments.retry");

    [Fact]
    public void Attention_NothingFound_SaysSoForHowManyAndWhen()
    {
        Findings.Set.AddRange([FakeFindings.Diagnosis("shop", "production", []), FakeFindings.Diagnosis("mail", "test", []), FakeFindings.Diagnosis("lab", "test", [])]);

        var page = Open();

        page.Find(".empty-title").TextContent.ShouldBe("Nothing needs attention on 3 connections, as of 02:14:07.");
        page.Find(".empty-text").TextContent.ShouldBe("Every signal could be judged.");
        page.FindAll(".attention-unjudged").ShouldBeEmpty();
    }

    [Fact]
    public void Attention_Findings_StandWorstFirstWithEvidenceAndNextStep()
    {
        Findings.Set.AddRange(
        [
            FakeFindings.Diagnosis("mail", "test", [FakeFindings.Finding("m", Tone.Warning, "outbox: nearly full.", key: RowKey.Of("/", "outbox"))]),
            FakeFindings.Diagnosis("shop", "production", [FakeFindings.Finding("s", Tone.Bad, "payments.retry: 4,212 messages wait and nobody consumes.", key: Payments)]),
        ]);

        var page = Open();

        page.FindAll(".attention-group h2").Select(h => h.TextContent).ShouldBe(["Shop", "Mail"]);
        page.Find(".attention-top .verdict").TextContent.ShouldContain("1 problem and 1 warning on 1 connection, as of 02:14:07.");
        var card = page.Find(".finding");
        card.QuerySelector(".finding-text")!.GetAttribute("href").ShouldBe("c/shop/queues/item?key=%252F%2Fpayments.retry");
        card.QuerySelector(".finding-since")!.TextContent.ShouldContain("since 01:37 (37 min)");
        card.QuerySelector(".finding-evidence")!.TextContent.ShouldContain("4,212");
        card.QuerySelector(".finding-next a")!.GetAttribute("href").ShouldBe("c/shop/queues/item?key=%252F%2Fpayments.retry&tab=consumers");
    }

    [Theory]
    [InlineData("?severity=warning", "outbox: nearly full.")]
    [InlineData("?environment=production", "payments.retry: stuck.")]
    [InlineData("?connection=mail", "outbox: nearly full.")]
    [InlineData("?signal=no-consumer", "payments.retry: stuck.")]
    [InlineData("?q=PAYMENTS", "payments.retry: stuck.")]
    public void Attention_FilterInTheUrl_ShowsWhatMatchesAlone(string query, string text)
    {
        AddTwo();

        var page = Open(query);

        page.FindAll("article.finding .finding-text").Select(f => f.TextContent).ShouldBe([text]);
    }

    [Fact]
    public void Attention_NothingMatches_SaysWhichFilterAndClearsIt()
    {
        AddTwo();
        var page = Open("?q=nonsense");

        page.Find(".empty-text").TextContent.ShouldBe("text nonsense");
        page.Find(".empty-actions button").Click();

        page.FindAll("article.finding").Count.ShouldBe(2);
        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/attention");
    }

    [Fact]
    public void Attention_ManyOfOneSignal_ShowsTheFirstAndLeadsToTheList()
    {
        Findings.Set.Add(FakeFindings.Diagnosis("shop", "production", [.. Enumerable.Range(0, 10_000).Select(i => FakeFindings.Finding($"{i}", Tone.Bad, $"q{i}: stuck.", key: RowKey.Of("/", $"q{i}")))]));

        var page = Open();

        page.FindAll("article.finding").Count.ShouldBe(5);
        var more = page.Find(".finding-more a");
        more.TextContent.ShouldBe("9,995 more with the verdict “no consumer”");
        more.GetAttribute("href").ShouldBe("c/shop/queues?f=verdict%20%3D%20%22no%20consumer%22");
    }

    [Fact]
    public void Attention_WhatCouldNotBeJudged_IsSaid()
    {
        var signal = new SignalDefinition("no-consumer", "no consumer", Tone.Bad, "");
        Findings.Set.Add(FakeFindings.Diagnosis("shop", "production", [], new Unjudged([signal], "queues", "502 Bad Gateway", null, Sample.Now)));

        var page = Open();

        page.Find(".empty-text").TextContent.ShouldBe("What could not be judged is listed below.");
        page.Find(".attention-unjudged li").TextContent.ShouldContain("queues: 502 Bad Gateway");
        page.Find(".attention-unjudged li").TextContent.ShouldContain("Not judged: no consumer.");
    }

    [Fact]
    public void Attention_HostileName_StaysText()
    {
        Findings.Set.Add(FakeFindings.Diagnosis("shop", "production", [FakeFindings.Finding("x", Tone.Bad, "<img src=x onerror=alert(1)>: stuck.", key: RowKey.Of("/", "<img>"))]));

        var page = Open();

        page.FindAll("img").ShouldBeEmpty();
        page.Find(".finding-text").TextContent.ShouldStartWith("<img");
    }

    private void AddTwo()
    {
        Findings.Set.Add(FakeFindings.Diagnosis("shop", "production", [FakeFindings.Finding("s", Tone.Bad, "payments.retry: stuck.", key: Payments)]));
        Findings.Set.Add(FakeFindings.Diagnosis("mail", "test", [FakeFindings.Finding("m", Tone.Warning, "outbox: nearly full.", word: "nearly full")]));
    }

    private IRenderedComponent<AttentionPage> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("attention" + query);
        return Render<AttentionPage>();
    }
}
