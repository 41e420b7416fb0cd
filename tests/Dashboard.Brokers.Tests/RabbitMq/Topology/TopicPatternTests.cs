using Dashboard.Brokers.RabbitMq.Routing;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Brokers.Tests.RabbitMq.Topology;

public sealed class TopicPatternTests
{
    [Theory]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "a.b.c", false)]
    [InlineData("a.b", "a", false)]
    [InlineData("*", "a", true)]
    [InlineData("*", "", false)]
    [InlineData("*", ".", false)]
    [InlineData("*.*", ".", true)]
    [InlineData("a.*.c", "a..c", true)]
    [InlineData("a.*.c", "a.c", false)]
    [InlineData("#", "", true)]
    [InlineData("#", "a.b.c", true)]
    [InlineData("#", "..", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("#.a.#", "a", true)]
    [InlineData("#.a.#", "b.a", true)]
    [InlineData("#.a.#", "a.b", true)]
    [InlineData("#.a.#", "b.a.c.d", true)]
    [InlineData("#.a.#", "b.c", false)]
    [InlineData("#.a.#", "", false)]
    [InlineData("#.a.#", "aa", false)]
    [InlineData("a.#", "a", true)]
    [InlineData("a.#", "ab", false)]
    [InlineData("a.#.#", "a", true)]
    [InlineData("#.*", "", false)]
    [InlineData("#.*", "a", true)]
    [InlineData("*.#", "a.b", true)]
    [InlineData("a*", "ab", false)]
    [InlineData("a*", "a*", true)]
    [InlineData("A", "a", false)]
    [InlineData("a.", "a.", true)]
    [InlineData("a.", "a", false)]
    public void Takes_KnownCases_AsTheBrokerDoes(string pattern, string key, bool expected) => TopicPattern.Takes(pattern, key).ShouldBe(expected);

    [Fact]
    public void Takes_AnyPattern_AgreesWithThePlainDefinition()
    {
        var text = Gen.Elements("a", "b", "", "*", "#").ListOf().Where(l => l.Count < 6).Select(l => string.Join('.', l)).ToArbitrary();
        Prop.ForAll(text, text, (pattern, key) => TopicPattern.Takes(pattern, key) == Plainly(Words(pattern), Words(key)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Takes_ManyHashes_DoesNotTakeForEver()
        => TopicPattern.Takes(string.Join('.', Enumerable.Repeat("#.a", 60)), string.Join('.', Enumerable.Repeat("a", 60)) + ".b").ShouldBeFalse();

    private static string[] Words(string text) => text.Length == 0 ? [] : text.Split('.');

    private static bool Plainly(ReadOnlySpan<string> pattern, ReadOnlySpan<string> words)
    {
        if (pattern.Length == 0)
            return words.Length == 0;
        if (pattern[0] == "#")
            return Plainly(pattern[1..], words) || (words.Length > 0 && Plainly(pattern, words[1..]));
        return words.Length > 0 && (pattern[0] == "*" || pattern[0] == words[0]) && Plainly(pattern[1..], words[1..]);
    }
}
