using Dashboard.Core.Masking;

namespace Dashboard.Core.Tests.Masking;

public sealed class MaskedFieldTests
{
    [Theory]
    [InlineData("body.card.number", "card|number", true)]
    [InlineData("body.card.number", "Card|NUMBER", true)]
    [InlineData("body.card.number", "card", false)]
    [InlineData("body.card.number", "card|number|x", false)]
    [InlineData("body.card", "order|card", false)]
    [InlineData("body.*.pin", "card|pin", true)]
    [InlineData("body.*.pin", "pin", false)]
    [InlineData("body.**.pin", "pin", true)]
    [InlineData("body.**.pin", "a|b|c|pin", true)]
    [InlineData("body.**.pin", "a|pin|b", false)]
    [InlineData("body.\"a.b\".c", "a.b|c", true)]
    public void Hides_Path_ByNamesWithoutCase(string field, string path, bool hides)
        => Parse(field).Hides(path.Split('|')).ShouldBe(hides);

    [Theory]
    [InlineData("body.card.number", "body", "", true)]
    [InlineData("body.card.number", "body", "card", true)]
    [InlineData("body.card.number", "body", "card|number", true)]
    [InlineData("body.card.number", "body", "card|number|first", true)]
    [InlineData("body.card.number", "body", "order", false)]
    [InlineData("body.card.number", "header", "card", false)]
    [InlineData("body.**.pin", "body", "order|id", true)]
    [InlineData("header.x-card", "header", "x-tenant", false)]
    [InlineData("header.x-card", "header", "X-Card", true)]
    [InlineData("body", "body", "order", true)]
    public void Touches_FilterPath_ThatCouldTellOfIt(string field, string root, string path, bool touches)
        => Parse(field).Touches(root, path.Length == 0 ? [] : path.Split('|')).ShouldBe(touches);

    [Theory]
    [InlineData("")]
    [InlineData("header")]
    [InlineData("property")]
    [InlineData("property.*")]
    [InlineData("property.message_id")]
    [InlineData("key.x")]
    [InlineData("delivery.exchange")]
    [InlineData("body..x")]
    [InlineData("body.items[0]")]
    [InlineData("body.\"open")]
    [InlineData("body.**.**.**.x")]
    public void Parse_NoField_SaysWhy(string text)
    {
        MaskedField.Parse(text, out var problem).ShouldBeNull();
        problem.ShouldNotBeNullOrWhiteSpace();
    }

    internal static MaskedField Parse(string text)
    {
        var field = MaskedField.Parse(text, out var problem);
        problem.ShouldBeNull();
        return field!;
    }
}
