using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Pages;

public sealed class RowPageTests : ListContext
{
    [Fact]
    public void Render_UnknownKey_SaysThatThereIsNone()
    {
        Publish(Exchanges("a"));

        RenderPage("zzz").Find(".empty-state").TextContent.ShouldContain("There is no exchange zzz");
    }

    [Fact]
    public void Snapshot_RowGoneWhileOpen_SaysWhen()
    {
        Publish(Exchanges("a"));
        var page = RenderPage("a");
        page.Find("h1").TextContent.ShouldBe("a");

        Publish(Exchanges());

        page.WaitForAssertion(() => page.Find(".empty-state").TextContent.ShouldContain("a was deleted at 02:14:07"));
    }

    [Fact]
    public void Render_KeyThatIsNoKey_IsNoError()
    {
        Publish(Exchanges("a"));

        RenderPage("%zz", isEscaped: true).FindAll(".empty-state").Count.ShouldBe(1);
    }

    private static readonly SectionDefinition Places = new("places", "Exchanges", "exchange", [new("name", "Name", ColumnType.Text)])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
    };

    private static SectionTable Exchanges(params string[] names)
    {
        var builder = new SectionTableBuilder(Places, names.Length);
        foreach (var name in names)
            builder.Row(RowKey.Of(name)).Set("name", name);
        return builder.Build(Now);
    }

    private void Publish(SectionTable table) => Store.Publish(Store.Find(Shop)! with { Sections = [new SectionSnapshot(Places, table, null)] });

    private IRenderedComponent<RowPage> RenderPage(string name, bool isEscaped = false)
    {
        var key = isEscaped ? name : RowKey.Of(name).Value;
        Services.GetRequiredService<NavigationManager>().NavigateTo("c/shop/places/item?key=" + Uri.EscapeDataString(key));
        return Render<RowPage>(parameters => parameters.Add(p => p.Id, "shop").Add(p => p.SectionId, "places"));
    }
}
