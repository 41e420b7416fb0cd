using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;

namespace Dashboard.Tests.Shared.Contract;

/// <content>The fate of each message sent is told, and it is the truth.</content>
public abstract partial class BrokerContract
{
    private static OutgoingMessage To(DestinationRef place, ReadOnlySpan<byte> body) => To(new PublishAddress(place), body);

    private static OutgoingMessage To(PublishAddress address, ReadOnlySpan<byte> body) => new() { Address = address, Body = body.ToArray() };

    private IMessagePublisher Publisher(ConnectionSettings? settings = null)
    {
        Needs(ContractPart.Publishing);
        return Capability<IMessagePublisher>(Connect(settings));
    }

    private Task<IPublishSession> OpenAsync(IMessagePublisher publisher) => publisher.OpenAsync(broker.Scope, CancellationToken.None).WaitAsync(Limit);

    private static async Task<PublishOutcome> SendAsync(IPublishSession session, OutgoingMessage message)
        => await (await session.SendAsync(message, CancellationToken.None).AsTask().WaitAsync(Limit)).WaitAsync(Limit);

    [ContractFact]
    public async Task Send_ToADestination_IsConfirmedAndThere()
    {
        var publisher = Publisher();
        var place = await FilledAsync(0);
        var messages = Numbered(10);
        await using var session = await OpenAsync(publisher);
        session.BlockedReason.ShouldBeNull();
        foreach (var message in messages)
        {
            var outgoing = To(place, message.Body);
            if (broker.WhyNot(ContractPart.Headers) is null)
                outgoing = outgoing with { Headers = [new MessageField("number", new TextValue(message.Number))] };
            (await SendAsync(session, outgoing)).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        }

        var there = await broker.TakeAllAsync(place);
        if (broker.WhyNot(ContractPart.Headers) is null)
            there.Select(m => m.Key).ShouldBe(messages.Select(m => m.Key));
        else
            there.Select(m => Convert.ToHexString(m.Body)).ShouldBe(messages.Select(m => Convert.ToHexString(m.Body)));
    }

    [ContractFact]
    public async Task Send_ManyAtOnce_EachIsConfirmedAndNoneLost()
    {
        var publisher = Publisher();
        var place = await FilledAsync(0);
        await using var session = await OpenAsync(publisher);
        var bodies = Enumerable.Range(0, 2_000).Select(i => Encoding.ASCII.GetBytes($"{i}")).ToList();
        var fates = await Task.WhenAll(bodies.Select(body => Task.Run(() => SendAsync(session, To(place, body)))));
        fates.ShouldAllBe(f => f.Kind == PublishOutcomeKind.Confirmed);
        await CountsAsync(place, 2_000);
        await HoldsAsync(place, bodies.Select(b => new KnownMessage(b)));
    }

    [ContractFact]
    public async Task Send_ReachesNobody_ComesBackAmongOthersThatArrive()
    {
        Needs(ContractPart.Returning);
        var publisher = Publisher();
        var place = await FilledAsync(0);
        var nowhere = Place(NewName());
        await using var session = await OpenAsync(publisher);
        var fates = new List<Task<PublishOutcome>>();
        for (var i = 0; i < 100; i++)
            fates.Add(await session.SendAsync(To(i % 4 == 0 ? nowhere : place, "the same body"u8), CancellationToken.None));
        var told = await Task.WhenAll(fates).WaitAsync(Limit);
        for (var i = 0; i < 100; i++)
        {
            told[i].Kind.ShouldBe(i % 4 == 0 ? PublishOutcomeKind.Returned : PublishOutcomeKind.Confirmed, $"message {i}");
            if (i % 4 == 0)
                told[i].Detail.ShouldNotBeNullOrWhiteSpace();
        }

        await CountsAsync(place, 75);
    }

    [ContractFact]
    public async Task Send_ToAMissingAddress_IsTold()
    {
        var publisher = Publisher();
        broker.MissingAddresses.ShouldNotBeEmpty();
        foreach (var address in broker.MissingAddresses)
        {
            await using var session = await OpenAsync(publisher);
            try
            {
                var outcome = await SendAsync(session, To(address, "lost?"u8));
                outcome.Kind.ShouldBeOneOf(PublishOutcomeKind.Returned, PublishOutcomeKind.Nacked, PublishOutcomeKind.NotSent);
                outcome.Detail.ShouldNotBeNullOrWhiteSpace(address.Describe());
                output.WriteLine($"{address.Describe()}: {outcome}");
            }
            catch (BrokerException e)
            {
                IsTold(e);
            }
        }
    }

    [ContractFact]
    public async Task Open_MissingScope_SaysSo()
    {
        var publisher = Publisher();
        if (broker.Scope.Length == 0)
            throw new NotApplicableException("this broker has no scopes");
        IsTold(await Should.ThrowAsync<BrokerException>(() => publisher.OpenAsync(NewName(), CancellationToken.None).WaitAsync(Limit)));
    }

    [ContractFact]
    public async Task Send_SessionCutBeforeTheConfirmation_EndsAsUnknown()
    {
        var relay = Relay();
        var publisher = Publisher(broker.SettingsThrough(relay.EndPoint));
        var place = await FilledAsync(0);
        using var unobserved = new UnobservedFailures();
        var fates = new List<Task<PublishOutcome>>();
        await using (var session = await OpenAsync(publisher))
        {
            (await SendAsync(session, To(place, "first"u8))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
            relay.Relayed.ShouldBeGreaterThan(0, "the connection did not go through the relay");

            relay.HoldAnswers();
            for (var i = 0; i < 10; i++)
                fates.Add(await session.SendAsync(To(place, Encoding.ASCII.GetBytes($"{i}")), CancellationToken.None));
            await SoonCountsAsync(place, 11);
            fates.ShouldAllBe(f => !f.IsCompleted, "a fate was told that nobody can know");

            relay.Cut();
            foreach (var outcome in await Task.WhenAll(fates).WaitAsync(Limit))
            {
                outcome.Kind.ShouldBe(PublishOutcomeKind.Unknown);
                outcome.Detail.ShouldNotBeNullOrWhiteSpace();
            }

            IsTold(await Should.ThrowAsync<BrokerException>(() => SendAsync(session, To(place, "late"u8))));
        }

        // The connection object survives: the next session is a new one.
        await using (var next = await OpenAsync(publisher))
            (await SendAsync(next, To(place, "next"u8))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        await CountsAsync(place, 12);
        unobserved.Collect().ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Send_ClosedByTheBroker_IsToldAndTheNextSessionWorks()
    {
        Needs(ContractPart.CutOff);
        var publisher = Publisher();
        var place = await FilledAsync(0);
        using var unobserved = new UnobservedFailures();
        await using (var session = await OpenAsync(publisher))
        {
            (await SendAsync(session, To(place, "first"u8))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
            await broker.CutOffAsync();
            IsTold(await Should.ThrowAsync<BrokerException>(async () =>
            {
                // The news may be under way: then the fate is not known, but it is told.
                while ((await SendAsync(session, To(place, "late"u8))).Kind is PublishOutcomeKind.Unknown)
                    await Task.Delay(20);
            }));
        }

        await using (var next = await OpenAsync(publisher))
            (await SendAsync(next, To(place, "next"u8))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        unobserved.Collect().ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Dispose_BeforeTheConfirmation_EndsWhatIsOpen()
    {
        var relay = Relay();
        var publisher = Publisher(broker.SettingsThrough(relay.EndPoint));
        var place = await FilledAsync(0);
        var session = await OpenAsync(publisher);
        relay.HoldAnswers();
        var fate = await session.SendAsync(To(place, "one"u8), CancellationToken.None);
        await SoonCountsAsync(place, 1);
        await session.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        (await fate.WaitAsync(Limit)).Kind.ShouldBe(PublishOutcomeKind.Unknown);
        await Should.ThrowAsync<BrokerException>(() => SendAsync(session, To(place, "late"u8)));
        relay.Cut();
    }
}
