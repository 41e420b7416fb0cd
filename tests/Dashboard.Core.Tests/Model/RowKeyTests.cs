using Dashboard.Core.Model;

namespace Dashboard.Core.Tests.Model;

public sealed class RowKeyTests
{
    [Theory]
    [InlineData("it's (my) queue*!")]
    [InlineData("a/b%2Fc")]
    [InlineData("100%")]
    [InlineData("")]
    [InlineData("ünï <b>&amp; é+")]
    public void Parse_KeyEscapedByAnyRule_IsTheSameKey(string name)
    {
        var key = RowKey.Of("/", name);
        // encodeURIComponent leaves these as they are.
        var byScript = key.Value.Replace("%21", "!").Replace("%27", "'").Replace("%28", "(").Replace("%29", ")").Replace("%2A", "*");

        RowKey.Parse(key.Value).ShouldBe(key);
        RowKey.Parse(byScript).ShouldBe(key);
        RowKey.Parse(byScript).Parts.ShouldBe(["/", name]);
    }
}
