using System.Diagnostics;
using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Network;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Dashboard.Tests.Shared.Contract;

/// <summary>
/// What every provider keeps, told through Core's interfaces alone and proven on the real broker. A kind of broker inherits it in one class and
/// brings an <see cref="IBrokerUnderTest"/>. Every test first sees, by another client, that its messages are on the broker: a test whose set-up
/// had no effect fails. A part that a broker cannot be held to is reported as skipped, with the reason.
/// </summary>
public abstract partial class BrokerContract(IBrokerUnderTest broker, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Whatever a provider does at once, it does within this.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What "promptly" means for something that is cancelled.</summary>
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(3);

    private readonly List<IAsyncDisposable> _opened = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _opened.Reverse();
        foreach (var opened in _opened)
            await opened.DisposeAsync();
    }

    private void Needs(params ReadOnlySpan<ContractPart> parts)
    {
        foreach (var part in parts)
        {
            if (broker.WhyNot(part) is not { } reason)
                continue;
            output.WriteLine($"not applicable, {part}: {reason}");
            throw new NotApplicableException($"{part}: {reason}");
        }
    }

    /// <summary>A connection that ends with the test. The settings have to be good ones.</summary>
    private IBrokerConnection Connect(ConnectionSettings? settings = null)
    {
        settings ??= broker.Settings();
        broker.Provider.Validate(settings).ShouldBeEmpty();
        return Owned(broker.Provider.Create(settings));
    }

    private T Owned<T>(T opened)
        where T : IAsyncDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    /// <summary>The capability; a test for a part that the broker has fails where it is missing.</summary>
    private static T Capability<T>(IBrokerConnection connection)
        where T : class, ICapability
        => connection.Find<T>() ?? throw new InvalidOperationException($"The connection has no {typeof(T).Name}, and the harness names no reason for that.");

    private T Capability<T>()
        where T : class, ICapability
        => Capability<T>(Connect());

    /// <summary>A name nobody else uses.</summary>
    private static string NewName() => $"contract-{Guid.NewGuid():N}"[..24];

    private DestinationRef Place(string name) => new(broker.Settings().Info.Id, broker.DestinationKind, broker.Scope, name);

    /// <summary>A destination that holds these messages, which was seen.</summary>
    private async Task<DestinationRef> FilledAsync(IReadOnlyList<KnownMessage> messages)
    {
        var destination = await broker.CreateAsync(NewName());
        await broker.PutAsync(destination, messages);
        // A test whose messages are not there would prove nothing.
        await CountsAsync(destination, messages.Count);
        return destination;
    }

    private Task<DestinationRef> FilledAsync(int count) => FilledAsync(Numbered(count));

    /// <summary>Messages that can be told apart, of small and odd bodies: empty, every byte there is, invalid UTF-8, text.</summary>
    private static List<KnownMessage> Numbered(int count) => Enumerable.Range(0, count).Select(i => new KnownMessage(BodyOf(i), $"{i}")).ToList();

    private static byte[] BodyOf(int i) => (i % 5) switch
    {
        1 => [],
        2 => [.. Enumerable.Range(0, 256).Select(b => (byte)b), (byte)i],
        3 => [0xc3, 0x28, 0xff, (byte)i],
        4 => Encoding.UTF8.GetBytes($"<script>alert({i})</script> zoë ☃"),
        _ => Encoding.UTF8.GetBytes($"{{\"number\":{i}}}"),
    };

    /// <summary>At once, but for the broker's own lag.</summary>
    private Task CountsAsync(DestinationRef destination, long expected) => CountsWithinAsync(broker.CountLag, destination, expected);

    /// <summary>For what the broker does by itself some moments later.</summary>
    private Task SoonCountsAsync(DestinationRef destination, long expected) => CountsWithinAsync(TimeSpan.FromSeconds(10), destination, expected);

    private async Task CountsWithinAsync(TimeSpan limit, DestinationRef destination, long expected)
    {
        var started = Stopwatch.GetTimestamp();
        long count;
        while ((count = await broker.CountAsync(destination)) != expected && Since(started) < limit)
            await Task.Delay(20);
        count.ShouldBe(expected, $"messages in {destination}");
    }

    /// <summary>Neither more nor other messages than these, in any order.</summary>
    private async Task HoldsAsync(DestinationRef destination, IEnumerable<KnownMessage> expected)
        => (await broker.TakeAllAsync(destination)).Select(m => m.Key).Order(StringComparer.Ordinal).ShouldBe(expected.Select(m => m.Key).Order(StringComparer.Ordinal));

    private void HoldsNoSecret(string? text)
    {
        foreach (var secret in broker.Secrets)
            (text ?? "").ShouldNotContain(secret, Case.Sensitive);
    }

    private void IsTold(BrokerException error)
    {
        error.Message.ShouldNotBeNullOrWhiteSpace();
        error.Message.ShouldNotContain("   at ", Case.Sensitive, "a stack trace is no sentence");
        // The cause goes to the log.
        foreach (var text in new[] { error.Message, error.BrokerWords, error.NextStep, error.ToString() })
            HoldsNoSecret(text);
    }

    private static TimeSpan Since(long timestamp) => Stopwatch.GetElapsedTime(timestamp);

    private TcpRelay Relay()
    {
        Needs(ContractPart.Relay);
        return Owned(new TcpRelay(broker.MessageEndPoint));
    }
}
