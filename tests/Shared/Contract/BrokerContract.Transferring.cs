using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;

namespace Dashboard.Tests.Shared.Contract;

/// <content>Taking messages away for a job: what is not removed is back, whatever happens.</content>
public abstract partial class BrokerContract
{
    private IMessageTransfer Transfer(ConnectionSettings? settings = null)
    {
        Needs(ContractPart.Transferring);
        return Capability<IMessageTransfer>(Connect(settings));
    }

    private Task<ITransferSession> TakeAsync(IMessageTransfer transfer, DestinationRef place, long max, int window = 0)
        => transfer.OpenAsync(new TransferRequest(place, max, window, RemovesMessages: broker.WhyNot(ContractPart.Settling) is null), CancellationToken.None).WaitAsync(Limit);

    private static async Task<List<TransferDelivery>> ReadAsync(ITransferSession session, int count = int.MaxValue)
    {
        using var limit = new CancellationTokenSource(Limit);
        var deliveries = new List<TransferDelivery>();
        await foreach (var delivery in session.ReadAsync(limit.Token))
        {
            deliveries.Add(delivery);
            if (deliveries.Count == count)
                break;
        }

        return deliveries;
    }

    [ContractFact]
    public async Task Transfer_MoreThereThanAskedFor_EndsAtTheMaximum()
    {
        var transfer = Transfer();
        var messages = Numbered(30);
        var place = await FilledAsync(messages);
        await using (var session = await TakeAsync(transfer, place, max: 12))
        {
            var read = await ReadAsync(session);
            read.Count.ShouldBe(12);
            read.Select(d => d.Tag).ShouldBeInOrder();
            read.Select(d => d.Tag).ShouldBeUnique();
            for (var i = 0; i < 12; i++)
            {
                Shows(read[i].Message, messages[i]);
                read[i].Message.Source.ShouldBe(place);
                read[i].ReplayId.ShouldBeNull();
            }
        }

        await CountsAsync(place, 30);
    }

    [ContractFact]
    public async Task Transfer_FewerThereThanAskedFor_EndsWhenEmpty()
    {
        var transfer = Transfer();
        var place = await FilledAsync(30);
        await using var session = await TakeAsync(transfer, place, max: 1_000_000);
        (await ReadAsync(session)).Count.ShouldBe(30);
    }

    [ContractFact]
    public async Task Transfer_Empty_EndsByItself()
    {
        var transfer = Transfer();
        await using var session = await TakeAsync(transfer, await FilledAsync(0), max: 10);
        (await ReadAsync(session)).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Transfer_DisposedUnsettled_EverythingIsBack()
    {
        var transfer = Transfer();
        var messages = Numbered(50);
        var place = await FilledAsync(messages);
        await using (var session = await TakeAsync(transfer, place, max: 50))
        {
            (await ReadAsync(session, 25)).Count.ShouldBe(25);
            if (broker.WhyNot(ContractPart.Settling) is null)
                (await broker.CountAsync(place)).ShouldBeLessThanOrEqualTo(25, "nobody else may take what the job holds");
        }

        await CountsAsync(place, 50);
        await HoldsAsync(place, messages);
    }

    [ContractFact]
    public async Task Remove_SomeInAnyOrder_ExactlyThoseAreGone()
    {
        Needs(ContractPart.Settling);
        var transfer = Transfer();
        var messages = Numbered(60);
        var place = await FilledAsync(messages);
        int[] removed = [59, 3, 17, 0, 1, 2, 40, 4, 58];
        await using (var session = await TakeAsync(transfer, place, max: 60))
        {
            var read = await ReadAsync(session);
            read.Count.ShouldBe(60);
            await session.RemoveAsync([.. removed.Take(3).Select(i => read[i])], CancellationToken.None);
            await session.RemoveAsync([], CancellationToken.None);
            await session.RemoveAsync([.. removed.Skip(3).Select(i => read[i])], CancellationToken.None);
        }

        await HoldsAsync(place, messages.Where((_, i) => !removed.Contains(i)));
    }

    [ContractFact]
    public async Task Release_WhileTheSessionIsOpen_GivesBackAtOnce()
    {
        Needs(ContractPart.Settling);
        var transfer = Transfer();
        var messages = Numbered(20);
        var place = await FilledAsync(messages);
        await using (var session = await TakeAsync(transfer, place, max: 20))
        {
            var read = await ReadAsync(session);
            read.Count.ShouldBe(20);
            await CountsAsync(place, 0);
            await session.ReleaseAsync([read[5], read[0], read[19]], CancellationToken.None);
            await SoonCountsAsync(place, 3);
            await HoldsAsync(place, [messages[5], messages[0], messages[19]]);
        }

        await CountsAsync(place, 17);
    }

    [ContractFact]
    public async Task Transfer_ForACopy_LeavesEverything()
    {
        var transfer = Transfer();
        var messages = Numbered(20);
        var place = await FilledAsync(messages);
        await using (var session = await transfer.OpenAsync(new TransferRequest(place, 20, 5, RemovesMessages: false), CancellationToken.None))
        {
            var read = await ReadAsync(session);
            read.Count.ShouldBe(20);
            await session.RemoveAsync(read, CancellationToken.None);
        }

        await HoldsAsync(place, messages);
    }

    [ContractFact]
    public async Task Open_MissingSource_SaysSo()
    {
        var transfer = Transfer();
        var place = Place(NewName());
        var error = await Should.ThrowAsync<BrokerException>(() => TakeAsync(transfer, place, 1));
        IsTold(error);
        (error.Message + error.BrokerWords).ShouldContain(place.Name);
    }

    [ContractFact]
    public async Task Transfer_SourceDeletedMidway_IsTold()
    {
        var transfer = Transfer();
        var place = await FilledAsync(500);
        using var unobserved = new UnobservedFailures();
        await using (var session = await TakeAsync(transfer, place, max: 100_000, window: 10))
        {
            var read = 0;
            try
            {
                using var limit = new CancellationTokenSource(Limit);
                await foreach (var delivery in session.ReadAsync(limit.Token))
                {
                    if (++read == 5)
                        await broker.DeleteAsync(place);
                }

                // A log may have been sent whole before; a queue sends no more than the window.
                (broker.WhyNot(ContractPart.Settling) is not null && read == 500).ShouldBeTrue($"the reading ended after {read} messages as if that were all");
            }
            catch (BrokerException told)
            {
                IsTold(told);
            }
        }

        unobserved.Collect().ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Transfer_ConnectionCutMidway_IsToldAndEverythingIsBack()
    {
        var relay = Relay();
        var transfer = Transfer(broker.SettingsThrough(relay.EndPoint));
        var messages = Numbered(500);
        var place = await FilledAsync(messages);
        using var unobserved = new UnobservedFailures();
        await using (var session = await TakeAsync(transfer, place, max: 500, window: 10))
        {
            var read = new List<TransferDelivery>();
            IsTold(await Should.ThrowAsync<BrokerException>(async () =>
            {
                using var limit = new CancellationTokenSource(Limit);
                await foreach (var delivery in session.ReadAsync(limit.Token))
                {
                    read.Add(delivery);
                    if (read.Count == 5)
                        relay.Cut();
                }
            }));
            if (broker.WhyNot(ContractPart.Settling) is null)
                IsTold(await Should.ThrowAsync<BrokerException>(() => session.RemoveAsync(read, CancellationToken.None).AsTask().WaitAsync(Limit)));
        }

        await SoonCountsAsync(place, 500);
        await HoldsAsync(place, messages);
        unobserved.Collect().ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Transfer_Cancelled_EndsPromptlyAndEverythingIsBack()
    {
        var transfer = Transfer();
        var place = await FilledAsync(50);
        await using (var session = await TakeAsync(transfer, place, max: 50, window: 10))
        {
            using var cancel = new CancellationTokenSource();
            var reading = Task.Run(async () =>
            {
                var read = 0;
                await foreach (var delivery in session.ReadAsync(cancel.Token))
                {
                    if (++read == 5)
                        await cancel.CancelAsync();
                }
            });
            await EndsCancelledAsync("reading", reading, cancel.Token);
        }

        await CountsAsync(place, 50);
    }

    [ContractFact]
    public async Task CopyOf_AMessage_KeepsItAndStampsIt()
    {
        Needs(ContractPart.Transferring, ContractPart.Publishing, ContractPart.Headers);
        var connection = Connect();
        var transfer = Capability<IMessageTransfer>(connection);
        var publisher = Capability<IMessagePublisher>(connection);
        var message = new KnownMessage([0, 255, 10, 13], "zoë");
        var place = await FilledAsync([message]);
        for (var round = 1; round <= 2; round++)
        {
            var next = await FilledAsync(0);
            var stamp = new ReplayStamp("job-7", round, KeepExpiration: false);
            await using (var session = await TakeAsync(transfer, place, max: 1))
            {
                var original = (await ReadAsync(session)).ShouldHaveSingleItem();
                var copy = publisher.CopyOf(original.Message, new PublishAddress(next), stamp);
                copy.Address.Destination.ShouldBe(next);
                copy.Body.ToArray().ShouldBe(message.Body);
                await using var way = await OpenAsync(publisher);
                (await SendAsync(way, copy)).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
            }

            await CountsAsync(next, 1);
            await using (var session = await TakeAsync(transfer, next, max: 1))
            {
                var arrived = (await ReadAsync(session)).ShouldHaveSingleItem();
                Shows(arrived.Message, message);
                arrived.ReplayId.ShouldBe(stamp.ReplayId);
                var count = arrived.Message.Headers.Single(h => h.Name == "x-replay-count").Value;
                (count is IntegerValue number ? number.Value : long.Parse(((TextValue)count).Value, null)).ShouldBe(round, "how often it was replayed in all");
            }

            place = next;
        }
    }

    [ContractFact]
    public async Task OriginOf_ADeadLetter_IsWhereItDied()
    {
        Needs(ContractPart.Transferring, ContractPart.DeadLettering);
        var transfer = Transfer();
        var message = new KnownMessage("poison"u8.ToArray(), "13");
        var (origin, place) = await broker.DeadLetterAsync(message);
        await CountsAsync(place, 1);
        await using (var session = await TakeAsync(transfer, place, max: 1))
        {
            var dead = (await ReadAsync(session)).ShouldHaveSingleItem().Message;
            dead.Body.ToArray().ShouldBe(message.Body);
            dead.Deaths.ShouldHaveSingleItem().Queue.ShouldBe(origin.Name);
            transfer.OriginOf(dead, byOriginalRoute: false).Address.ShouldNotBeNull().Destination.ShouldBe(origin);
            transfer.OriginOf(dead, byOriginalRoute: true).Address.ShouldNotBeNull();
        }
    }

    [ContractFact]
    public async Task OriginOf_NeverDeadLettered_SaysWhyThereIsNone()
    {
        var transfer = Transfer();
        await using var session = await TakeAsync(transfer, await FilledAsync(1), max: 1);
        var message = (await ReadAsync(session)).ShouldHaveSingleItem().Message;
        foreach (var byRoute in new[] { false, true })
        {
            var origin = transfer.OriginOf(message, byRoute);
            origin.Address.ShouldBeNull();
            origin.Reason.ShouldNotBeNullOrWhiteSpace();
        }
    }
}
