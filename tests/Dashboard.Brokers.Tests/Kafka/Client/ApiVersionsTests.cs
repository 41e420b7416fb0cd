using System.Net;
using Dashboard.Brokers.Kafka;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Brokers.Tests.Kafka.Calls;
using Dashboard.Tests.Shared.Contract.Network;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Client;

/// <summary>The ApiVersions request of our own: against a real broker, older answers, and what is no broker.</summary>
public sealed class ApiVersionsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [KafkaFact]
    public async Task Ask_RealBroker_TellsWhatTheDistributionsToolTells()
    {
        var lab = await KafkaLab.GetAsync();
        var told = await lab.ToolAsync("broker-api-versions");

        var apis = await AskAsync(lab.Settings(), lab.BootstrapServers[0]);

        var lines = told.Split('\n').Select(l => System.Text.RegularExpressions.Regex.Match(l, @"^\s*(\w+)\((\d+)\): (\d+)(?: to (\d+))? \[")).Where(m => m.Success).ToList();
        lines.Count.ShouldBeGreaterThan(40);
        foreach (var groups in lines.Select(l => l.Groups))
        {
            var range = apis.Apis[short.Parse(groups[2].Value)];
            range.Min.ShouldBe(short.Parse(groups[3].Value), groups[1].Value);
            range.Max.ShouldBe(short.Parse(groups[4].Success ? groups[4].Value : groups[3].Value), groups[1].Value);
            BrokerApis.NameOf(short.Parse(groups[2].Value)).ShouldBe(groups[1].Value);
        }

        apis.Finalized["group.version"].ShouldBe((short)1);
        ReleaseGuess.Of(apis).ShouldBe($"Kafka {lab.Variables["LAB_KAFKA_VERSION"][..3]}");
    }

    [KafkaFact]
    public async Task Ask_TlsListener_IsJudgedByTheGivenAuthority()
    {
        await using var own = await OwnKafka.StartAsync(tls: true);
        var server = own.Variables["LAB_KAFKA_TLS_BOOTSTRAP"];

        (await AskAsync(own.Settings(("BootstrapServers:0", server), ("Security:Protocol", "ssl"), ("Tls:CaFile", own.Variables["LAB_KAFKA_CA_FILE"])), server)).Offers(ApiKey.DeleteGroups).ShouldBeTrue();

        var refused = await Should.ThrowAsync<BrokerSilentException>(() => AskAsync(own.Settings(("BootstrapServers:0", server), ("Security:Protocol", "ssl")), server));
        refused.Message.ShouldContain("certificate");
        (await Should.ThrowAsync<BrokerSilentException>(() => AskAsync(own.Settings(), server))).Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Ask_WhatDoesNotAnswer_IsTold()
    {
        await using var hole = new BlackHole();
        var settings = Settings();
        (await Should.ThrowAsync<BrokerSilentException>(() => new ApiVersionsClient(settings).AskAsync("127.0.0.1", hole.EndPoint.Port, TimeSpan.FromSeconds(1), CancellationToken.None)))
            .Message.ShouldContain("No answer within 1 s");
        await Should.ThrowAsync<BrokerSilentException>(() => new ApiVersionsClient(settings).AskAsync("127.0.0.1", BlackHole.DeadEndPoint().Port, Limit, CancellationToken.None));
        await Should.ThrowAsync<BrokerSilentException>(() => new ApiVersionsClient(settings).AskAsync("no.such.host.invalid", 9092, Limit, CancellationToken.None));
    }

    [Fact]
    public async Task Ask_OldBroker_TellsWhatIsMissingAndSince()
    {
        // A stub, no broker: it answers as releases before 2.4 do, in version 0 with the error "unsupported version".
        await using var stub = new LackingBroker();
        var apis = await new ApiVersionsClient(Settings()).AskAsync("127.0.0.1", int.Parse(stub.Address.Split(':')[1]), Limit, CancellationToken.None);

        apis.Apis.Keys.ShouldBe([(short)ApiKey.ApiVersions, (short)ApiKey.Metadata, (short)ApiKey.FindCoordinator], ignoreOrder: true);
        var cluster = new ClusterApis();
        cluster.Offers(ApiKey.OffsetDelete).Reason.ShouldBe("Whether the brokers offer OffsetDelete is not known yet.");
        cluster.Set([new(3, apis)], []);
        cluster.Offers(ApiKey.OffsetDelete).Reason.ShouldBe("Needs Kafka 2.4: OffsetDelete is not offered by broker 3.");
        cluster.AllOffer(ApiKey.Metadata, 2).ShouldBeFalse();
        ReleaseGuess.Of(apis).ShouldBe("Kafka 0.10 or newer, older than 0.10.1");
    }

    [Fact]
    public void Read_AnyBytes_IsAnAnswerOrAFormatException()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(0, 80)];
            random.NextBytes(bytes);
            if (bytes.Length >= 6 && round % 2 == 0)
                (bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]) = (0, 0, 0, 1, 0, round % 4 == 0 ? (byte)0 : (byte)35);
            try
            {
                ApiVersionsCodec.Read(bytes, 3);
            }
            catch (FormatException)
            {
                // What it is for.
            }
        }
    }

    private static KafkaSettings Settings() => new() { BootstrapServers = ["127.0.0.1:9092"] };

    private static Task<BrokerApis> AskAsync(Dashboard.Core.Capabilities.ConnectionSettings settings, string server)
    {
        var place = IPEndPoint.Parse(server);
        return new ApiVersionsClient(KafkaSettings.From(settings)).AskAsync(place.Address.ToString(), place.Port, Limit, CancellationToken.None);
    }
}
