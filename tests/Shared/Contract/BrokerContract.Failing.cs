using System.Diagnostics;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Network;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;

namespace Dashboard.Tests.Shared.Contract;

/// <content>What every capability for messages says when the broker refuses, is not there, or keeps silent.</content>
public abstract partial class BrokerContract
{
    [ContractFact]
    public async Task Acting_WrongPassword_IsToldAndChangesNothing()
    {
        Needs(ContractPart.Accounts);
        var place = await FilledAsync(3);
        await AllAreToldAsync(broker.SettingsWithWrongPassword(), place);
        await CountsAsync(place, 3);
    }

    [ContractFact]
    public Task Acting_NothingListens_IsTold() => AllAreToldAsync(broker.SettingsAt(BlackHole.DeadEndPoint()), Place("q"));

    [ContractFact]
    public async Task Acting_NoAnswer_EndsWhenCancelled()
    {
        await using var hole = new BlackHole();
        var connection = Connect(broker.SettingsAt(hole.EndPoint));
        var acts = Acts(connection, Place("q"), describes: true).ToList();
        await Task.WhenAll(acts.Select(async act =>
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            try
            {
                await EndsCancelledAsync(act.Name, act.Run(cancel.Token), cancel.Token);
            }
            catch (BrokerException e)
            {
                IsTold(e);
            }
        }));
        if (acts.Count > 0)
            hole.Taken.ShouldBeGreaterThan(0);
    }

    [ContractFact]
    public async Task Acting_AsAReader_IsToldAndChangesNothing()
    {
        Needs(ContractPart.ReadOnlyAccount);
        var place = await FilledAsync(3);
        var connection = Connect(broker.SettingsOfReader());
        if (broker.WhyNot(ContractPart.Publishing) is null)
        {
            // Whether the door or the message is refused, is the broker's own matter.
            try
            {
                await using var session = await Capability<IMessagePublisher>(connection).OpenAsync(broker.Scope, CancellationToken.None).WaitAsync(Limit);
                var outcome = await (await session.SendAsync(To(place, "no"u8), CancellationToken.None)).WaitAsync(Limit);
                outcome.Kind.ShouldBeOneOf(PublishOutcomeKind.Nacked, PublishOutcomeKind.Returned, PublishOutcomeKind.NotSent);
                outcome.Detail.ShouldNotBeNullOrWhiteSpace();
                HoldsNoSecret(outcome.Detail);
            }
            catch (BrokerException e)
            {
                IsTold(e);
            }

            await CountsAsync(place, 3);
        }

        if (broker.WhyNot(ContractPart.Browsing) is null)
        {
            var look = await Capability<IMessageBrowser>(connection).BrowseAsync(new BrowseRequest { Destination = place, Count = 10 }, CancellationToken.None).WaitAsync(Limit);
            look.Messages.Count.ShouldBe(3, "this account may read");
        }

        await CountsAsync(place, 3);
    }

    private async Task AllAreToldAsync(ConnectionSettings settings, DestinationRef place)
    {
        var connection = Connect(settings);
        foreach (var (name, run) in Acts(connection, place, describes: false))
        {
            var started = Stopwatch.GetTimestamp();
            IsTold(await Should.ThrowAsync<BrokerException>(() => run(CancellationToken.None).WaitAsync(Limit), name));
            Since(started).ShouldBeLessThan(Limit, name);
        }
    }

    /// <summary>Everything that asks the broker for something, by each capability that the connection has.</summary>
    private static IEnumerable<(string Name, Func<CancellationToken, Task> Run)> Acts(IBrokerConnection connection, DestinationRef place, bool describes)
    {
        if (connection.Find<IMessageBrowser>() is { } browser)
        {
            yield return ("browse", token => browser.BrowseAsync(new BrowseRequest { Destination = place, Count = 5 }, token));
            if (describes)
                yield return ("describe the effect", token => browser.DescribeEffectAsync(place, token));
        }

        if (connection.Find<IMessagePublisher>() is { } publisher)
            yield return ("open for publishing", token => publisher.OpenAsync(place.Scope, token));
        if (connection.Find<IMessageTransfer>() is { } transfer)
            yield return ("open for transfer", token => transfer.OpenAsync(new TransferRequest(place, 5, 5, RemovesMessages: false), token));
        if (connection.Find<IDestinationPurger>() is { } purger)
            yield return ("purge", token => purger.PurgeAsync(place, token));
        if (connection.Find<IDestinationInspector>() is { } inspector)
        {
            yield return ("inspect", token => inspector.InspectAsync(place, token));
            yield return ("reach", token => inspector.ReachAsync(new PublishAddress(place), token));
        }
    }
}
