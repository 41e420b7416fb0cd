using System.Text.RegularExpressions;

namespace Dashboard.Core.Tests.Architecture;

/// <summary>What the projects may use of each other, read from their source.</summary>
public sealed partial class SourceRulesTests
{
    private const int MaxLines = 400;

    [Fact]
    public void Core_NamesNoBrokerNoWebAndNoDatabase()
        => Offenders(SourceFile.Below("src/Dashboard.Core", ".cs"), @"Dashboard\.(Brokers|Web)|Microsoft\.AspNetCore|Sqlite|Npgsql|Dapper|using RabbitMQ\.|using Confluent\.")
            .ShouldBeEmpty();

    [Fact]
    public void Brokers_NameNoWebAndNoDatabase()
        => Offenders(SourceFile.Below("src/Dashboard.Brokers", ".cs"), @"Dashboard\.Web|Microsoft\.AspNetCore|Sqlite|Npgsql|Dapper").ShouldBeEmpty();

    [Fact]
    public void Brokers_NoBrokerNamesAnother()
    {
        var files = SourceFile.Below("src/Dashboard.Brokers", ".cs").Where(f => f.Path.Split('/').Length > 3).ToList();
        files.ShouldNotBeEmpty();

        var strangers =
            from file in files
            let own = file.Path.Split('/')[2]
            from line in file.Code
            from Match name in BrokerNamespace().Matches(line)
            where name.Groups[1].Value != own && name.Groups[1].Value != "Shared"
            select $"{file.Path}: {line.Trim()}";

        strangers.ShouldBeEmpty();
    }

    [Fact]
    public void Web_ReachesBrokersThroughOneRegistrationOnly()
    {
        var users = SourceFile.Below("src/Dashboard.Web", ".cs", ".razor").Where(f => f.Mentions("Dashboard.Brokers")).ToList();

        users.Select(f => f.Path).ShouldBe(["src/Dashboard.Web/Startup/DashboardServices.cs"]);
        users[0].Code.Where(line => line.Contains("Dashboard.Brokers", StringComparison.Ordinal)).ShouldBe(["using Dashboard.Brokers;"]);
        users[0].Mentions(".AddBrokers()").ShouldBeTrue();
    }

    [Fact]
    public void Source_TakesTimeFromTimeProvider()
        => Offenders(SourceFile.Below("src", ".cs", ".razor"), @"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b|\bEnvironment\.TickCount|\bThread\.Sleep\b")
            .ShouldBeEmpty();

    [Fact]
    public void Source_HasNoBacktrackingRegex()
        => SourceFile.Below("src", ".cs", ".razor")
            .Where(f => f.Mentions("new Regex(") || f.Mentions("Regex.IsMatch(") || f.Mentions("Regex.Replace(") || f.Mentions("Regex.Match"))
            .Where(f => !f.Mentions("NonBacktracking"))
            .Select(f => f.Path)
            .ShouldBeEmpty();

    [Fact]
    public void Source_FilesAreShort()
        => SourceFile.Below("src", ".cs", ".razor", ".css")
            .Where(f => f.Lines.Count >= MaxLines)
            .Select(f => $"{f.Path}: {f.Lines.Count} lines")
            .ShouldBeEmpty();

    [Fact]
    public void Source_NamespacesFollowFolders()
    {
        var strays =
            from file in SourceFile.Below("src", ".cs")
            let declared = file.Code.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
            where declared is not null
            let expected = string.Join('.', file.Path.Split('/')[1..^1])
            where declared != $"namespace {expected};"
            select $"{file.Path}: {declared}";

        strays.ShouldBeEmpty();
    }

    private static IEnumerable<string> Offenders(IEnumerable<SourceFile> files, string pattern)
        => from file in files
           from line in file.Code
           where Regex.IsMatch(line, pattern, RegexOptions.NonBacktracking)
           select $"{file.Path}: {line.Trim()}";

    [GeneratedRegex(@"Dashboard\.Brokers\.(\w+)")]
    private static partial Regex BrokerNamespace();
}
