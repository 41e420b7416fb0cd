using Dashboard.Web.Components.Layout;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Layout;

public sealed class JumpTests : ListContext
{
    private const string Item = "c/shop/queues/item?key=a";

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Theory]
    [InlineData("c/shop/queues", "c/shop/queues?q=typed")]
    [InlineData(Item, Item + "&tab=messages")]
    public void Location_TheSamePageWritesItsQuery_StaysOpen(string at, string then)
    {
        var jump = OpenAt(at);

        Navigation.NavigateTo(then, new NavigationOptions { ReplaceHistoryEntry = true });

        jump.FindAll("input[type=search]").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("c/shop/queues", "c/shop/exchanges")]
    [InlineData(Item, "c/shop/queues/item?key=b")]
    public void Location_AnotherPage_Closes(string at, string then)
    {
        var jump = OpenAt(at);

        Navigation.NavigateTo(then);

        jump.WaitForAssertion(() => jump.FindAll("input[type=search]").ShouldBeEmpty());
    }

    private IRenderedComponent<Jump> OpenAt(string address)
    {
        Publish(Table(("a", 1)));
        Navigation.NavigateTo(address);
        var jump = Render<Jump>();
        Services.GetRequiredService<ShellCommands>().OpenJump();
        jump.WaitForElement("input[type=search]");
        return jump;
    }
}
