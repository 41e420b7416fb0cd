using Dashboard.Core.Filtering;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Grid;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class FilterTextTests
{
    private static readonly ColumnDefinition Name = new("name", "Name", ColumnType.Text);
    private static readonly ColumnDefinition Ready = new("ready", "Ready", ColumnType.Integer);

    [Theory]
    [InlineData("orders", "name ~ \"orders\"")]
    [InlineData("=orders", "name = \"orders\"")]
    [InlineData("!dead", "not name ~ \"dead\"")]
    [InlineData("orders.*", "name like \"orders.*\"")]
    [InlineData("a \"b\" \\", "name ~ \"a \\\"b\\\" \\\\\"")]
    public void FromShorthand_Text_MakesAConditionThatParses(string typed, string expected)
    {
        var condition = FilterText.FromShorthand(Name, typed);

        condition.ShouldBe(expected);
        FilterParser.Parse(condition!, ["name"]).Error.ShouldBeNull();
    }

    [Theory]
    [InlineData(">10k", "ready > 10k")]
    [InlineData("5", "ready = 5")]
    [InlineData("5..10", "ready >= 5 and ready <= 10")]
    public void FromShorthand_Number_MakesAConditionThatParses(string typed, string expected)
    {
        var condition = FilterText.FromShorthand(Ready, typed);

        condition.ShouldBe(expected);
        FilterParser.Parse(condition!, ["ready"]).Error.ShouldBeNull();
    }

    [Fact]
    public void Conditions_QuotedAndNested_AreNotTornApart() =>
        FilterText.Conditions("name = \"a and b\" and (ready > 1 or ready = 0) and state = down")
            .ShouldBe(["name = \"a and b\"", "(ready > 1 or ready = 0)", "state = down"]);

    [Fact]
    public void Conditions_OrAtTheTop_IsOneWhole() =>
        FilterText.Conditions("ready > 1 or state = down").ShouldBe(["ready > 1 or state = down"]);

    [Fact]
    public void With_ColumnAlreadyFiltered_ReplacesItsConditions()
    {
        FilterText.With("ready > 1 and name ~ \"x\"", "ready", "ready > 5").ShouldBe("name ~ \"x\" and ready > 5");
        FilterText.With("ready > 1 and ready_rate > 2", "ready", null).ShouldBe("ready_rate > 2");
    }

    [Fact]
    public void With_OrAtTheTop_KeepsItsMeaning() =>
        FilterText.With("ready > 1 or state = down", "name", "name ~ \"x\"").ShouldBe("(ready > 1 or state = down) and name ~ \"x\"");

    [Fact]
    public void FromValues_HostileValue_StaysOneValue()
    {
        var condition = FilterText.FromValues("state", ["a\") or (\"", "b"]);

        FilterParser.Parse(condition!, ["state"]).Error.ShouldBeNull();
        condition.ShouldBe("state in (\"a\\\") or (\\\"\", \"b\")");
    }

    [Theory]
    [InlineData("running")]
    [InlineData("a, b", "c\"d\\", "it's")]
    [InlineData("", "line\nfeed")]
    public void ValuesOf_WhatFromValuesMade_AreTheValues(params string[] values)
    {
        var filter = FilterText.With("ready > 1 and name ~ \"state = x\"", "state", FilterText.FromValues("state", values));

        FilterText.ValuesOf(filter, "state").ShouldBe(values);
        FilterText.ValuesOf(filter, "ready").ShouldBeEmpty();
        FilterText.ValuesOf("not state = down", "state").ShouldBeEmpty();
    }
}
