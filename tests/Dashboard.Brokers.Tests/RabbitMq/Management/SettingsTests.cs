using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

public sealed class SettingsTests
{
    [Fact]
    public void ProblemsOf_EverythingWrong_TellsAllAtOnceUnderExactKeys()
    {
        var problems = RabbitMqSettings.ProblemsOf(Settings(
            ("ManagementUrls:0", "ftp://rabbit"), ("ManagementUrls:1", "http://user:pw-in-url@rabbit:15672"), ("AmqpEndpoints:0", "amqp://rabbit/vhost"),
            ("Tls:CaFile", "/no/such/file.pem"), ("Tls:SkipHostnameCheck", "maybe"), ("RequestTimeoutSeconds", "0"), ("PasswordFile", "/no/such/password"), ("Usrname", "x")));

        problems.Select(p => p.Key).ShouldBe(
            [
                "Dashboard:Connections:3:RabbitMq:Usrname",
                "Dashboard:Connections:3:RabbitMq:ManagementUrls:0",
                "Dashboard:Connections:3:RabbitMq:ManagementUrls:1",
                "Dashboard:Connections:3:RabbitMq:AmqpEndpoints:0",
                "Dashboard:Connections:3:RabbitMq:Username",
                "Dashboard:Connections:3:RabbitMq:PasswordFile",
                "Dashboard:Connections:3:RabbitMq:Tls:SkipHostnameCheck",
                "Dashboard:Connections:3:RabbitMq:Tls:CaFile",
                "Dashboard:Connections:3:RabbitMq:RequestTimeoutSeconds",
            ],
            ignoreOrder: true);
        problems.ShouldAllBe(p => !p.Message.Contains("pw-in-url", StringComparison.Ordinal));
    }

    [Fact]
    public void ProblemsOf_NothingGiven_AsksForAddressUserAndPassword()
        => RabbitMqSettings.ProblemsOf(Settings()).Select(p => p.Key[(p.Key.LastIndexOf("RabbitMq:", StringComparison.Ordinal) + 9)..])
            .ShouldBe(["ManagementUrls:0", "Username", "Password"], ignoreOrder: true);

    [Fact]
    public void ProblemsOf_NoPassword_TellsWriterOfAFileThatAFileMayHoldIt()
        => RabbitMqSettings.ProblemsOf(Settings()).Single(p => p.Key.EndsWith(":Password", StringComparison.Ordinal))
            .ShouldSatisfyAllConditions(p => p.Message.ShouldBe("is missing."), p => p.InFiles.ShouldBe("Give Password or PasswordFile."));

    [Fact]
    public void From_SeveralAddresses_KeepsTheirOrderAndFillsPorts()
    {
        var settings = RabbitMqSettings.From(Settings(
            ("ManagementUrls:10", "https://c/mgmt/"), ("ManagementUrls:2", "http://b:15672/api/"), ("managementurls:0", "http://a:15672"),
            ("AmqpEndpoints", "amqps://a"), ("Username", "u"), ("Password", " p ")));

        settings.ManagementUrls.Select(u => u.AbsoluteUri).ShouldBe(["http://a:15672/", "http://b:15672/", "https://c/mgmt"]);
        settings.AmqpEndpoints.Single().AbsoluteUri.ShouldBe("amqps://a:5671/");
        settings.Password.ShouldBe(" p ", "spaces may be meant");
        settings.ToString().ShouldNotContain(" p ");
    }

    [Fact]
    public void From_NoAmqpEndpoints_TakesTheManagementHosts()
    {
        var settings = RabbitMqSettings.From(Settings(("ManagementUrls:0", "http://a:15672"), ("ManagementUrls:1", "https://b"), ("Username", "u"), ("Password", "p")));

        settings.AmqpEndpoints.Select(u => $"{u.Scheme}://{u.Host}:{u.Port}").ShouldBe(["amqp://a:5672", "amqps://b:5671"]);
    }

    [Fact]
    public void From_PasswordFile_TakesItsLineWithoutTheBreak()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "from file \n");

            RabbitMqSettings.From(Settings(("ManagementUrls:0", "http://a"), ("Username", "u"), ("PasswordFile", file))).Password.ShouldBe("from file ");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ConnectionSettings Settings(params (string Key, string? Value)[] values) => new(
        new ConnectionInfo(new ConnectionId("r"), "R", new BrokerKind("rabbitmq"), new EnvironmentTag("test"), false),
        values.ToDictionary(v => v.Key, v => v.Value, StringComparer.OrdinalIgnoreCase),
        "Dashboard:Connections:3:RabbitMq");
}
