using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;

namespace Dashboard.Tests.Shared.Contract;

/// <content>Facts at the moment of acting, purging, and names that are no nuisance.</content>
public abstract partial class BrokerContract
{
    private static readonly string[] OddNames =
    [
        "a/b", "a%2Fb", "a%252Fb", "..", ".", "<script>alert(1)</script>", "\"quotes'`", "zoë ☃ 🐇", " spaces around ", "a:b", "a,b;c|d", "#.*", "a\\b", "line\nbreak", "a?b=c&d#e", "+plus%20", "İI", "a.b.c", "-dashes-", "UPPER", "under_score",
    ];

    private IDestinationInspector Inspector()
    {
        Needs(ContractPart.Inspecting);
        return Capability<IDestinationInspector>();
    }

    [ContractFact]
    public async Task Inspect_ADestination_TellsItsFacts()
    {
        var inspector = Inspector();
        var place = await FilledAsync(7);
        var facts = await inspector.InspectAsync(place, CancellationToken.None).WaitAsync(Limit);
        facts.Destination.ShouldBe(place);
        facts.Exists.ShouldBeTrue();
        facts.ReadyMessages.IsAvailable.ShouldBeTrue(facts.ReadyMessages.Reason);
        if (facts.ReadyMessages.Accuracy == MetricAccuracy.Exact)
            facts.ReadyMessages.Value.ShouldBe(7);
        else
            facts.ReadyMessages.Reason.ShouldNotBeNullOrWhiteSpace();
        facts.IsLog.ShouldBe(broker.WhyNot(ContractPart.Settling) is not null);
        facts.Consequences.ShouldAllBe(c => c.Text.Length > 0);
        await CountsAsync(place, 7);
    }

    [ContractFact]
    public async Task Inspect_WithSomeHeldByAnother_CountsThemApart()
    {
        Needs(ContractPart.Settling);
        var inspector = Inspector();
        var place = await FilledAsync(7);
        await using (await broker.HoldAsync(place, 3))
        {
            await CountsAsync(place, 4);
            var facts = await inspector.InspectAsync(place, CancellationToken.None).WaitAsync(Limit);
            facts.ReadyMessages.Value.ShouldBe(4);
            if (facts.UnackedMessages.IsAvailable)
                facts.UnackedMessages.Value.ShouldBe(3, facts.UnackedMessages.Reason);
            else
                facts.UnackedMessages.Reason.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [ContractFact]
    public async Task Inspect_Missing_IsNotThere()
    {
        var place = Place(NewName());
        var facts = await Inspector().InspectAsync(place, CancellationToken.None).WaitAsync(Limit);
        facts.Destination.ShouldBe(place);
        facts.Exists.ShouldBeFalse();
        facts.ReadyMessages.ShouldSatisfyAllConditions(m => (m.IsAvailable && m.Value > 0).ShouldBeFalse());
    }

    [ContractFact]
    public async Task Reach_ADestination_LeadsThere()
    {
        var inspector = Inspector();
        var place = await FilledAsync(0);
        var reach = await inspector.ReachAsync(new PublishAddress(place), CancellationToken.None).WaitAsync(Limit);
        reach.Address.Destination.ShouldBe(place);
        reach.Exists.ShouldBeTrue();
        reach.Unknown.ShouldBeNull();
        reach.Destinations.ShouldBe([place]);
    }

    [ContractFact]
    public async Task Reach_Missing_LeadsNowhere()
    {
        var inspector = Inspector();
        foreach (var address in broker.MissingAddresses)
        {
            var reach = await inspector.ReachAsync(address, CancellationToken.None).WaitAsync(Limit);
            reach.Exists.ShouldBeFalse(address.Describe());
            reach.Destinations.ShouldBeEmpty(address.Describe());
        }
    }

    [ContractFact]
    public async Task Purge_SomeHeldByAnother_CountsWhatWentAndLeavesTheRest()
    {
        Needs(ContractPart.Purging, ContractPart.Settling);
        var purger = Capability<IDestinationPurger>();
        var messages = Numbered(30);
        var place = await FilledAsync(messages);
        var bystander = await FilledAsync(2);
        await using (await broker.HoldAsync(place, 4))
        {
            await CountsAsync(place, 26);
            var went = await purger.PurgeAsync(place, CancellationToken.None).WaitAsync(Limit);
            if (went.IsAvailable)
                went.ShouldBe(Metric.Exact(26));
            await CountsAsync(place, 0);
        }

        await SoonCountsAsync(place, 4);
        await HoldsAsync(place, messages.Take(4));
        await CountsAsync(bystander, 2);
        (await purger.PurgeAsync(place, CancellationToken.None).WaitAsync(Limit)).Value.ShouldBe(0);
    }

    [ContractFact]
    public async Task Purge_Missing_SaysSo()
    {
        Needs(ContractPart.Purging);
        var purger = Capability<IDestinationPurger>();
        IsTold(await Should.ThrowAsync<BrokerException>(() => purger.PurgeAsync(Place(NewName()), CancellationToken.None).WaitAsync(Limit)));
    }

    [ContractFact]
    public async Task OddNames_InLists_ComeBackUnchangedUnderKeysOfTheirOwn()
    {
        var names = await OddPlacesAsync();
        var reader = Reader();
        var tables = (await DestinationTablesAsync(reader)).FindAll(t => t.Definition.DestinationKind == broker.DestinationKind);
        foreach (var name in names.Select(n => n.Name))
            RowsOf(tables, name).ShouldHaveSingleItem(name);
        foreach (var table in tables)
        {
            table.Keys.ShouldBeUnique();
            for (var row = 0; row < table.RowCount; row++)
                table.Keys[row].Parts.ShouldContain(table[table.Definition.NameColumn].TextAt(row)!);
        }
    }

    [ContractFact]
    public async Task OddNames_ForEveryCapability_MeanTheirOwnPlace()
    {
        var places = await OddPlacesAsync();
        foreach (var place in places)
            await broker.PutAsync(place, [new KnownMessage(BodyFor(place.Name))]);
        var connection = Connect();
        if (broker.WhyNot(ContractPart.Browsing) is null)
        {
            foreach (var place in places)
                (await LookAsync(Capability<IMessageBrowser>(connection), place)).Messages.ShouldHaveSingleItem(place.Name).Body.ToArray().ShouldBe(BodyFor(place.Name));
        }

        if (broker.WhyNot(ContractPart.Publishing) is null)
        {
            await using var session = await OpenAsync(Capability<IMessagePublisher>(connection));
            foreach (var place in places)
                (await SendAsync(session, To(place, "two"u8))).Kind.ShouldBe(PublishOutcomeKind.Confirmed, place.Name);
            foreach (var place in places)
                await CountsAsync(place, 2);
        }

        foreach (var place in places)
        {
            if (broker.WhyNot(ContractPart.Inspecting) is null)
            {
                var facts = await Capability<IDestinationInspector>(connection).InspectAsync(place, CancellationToken.None).WaitAsync(Limit);
                facts.Exists.ShouldBeTrue(place.Name);
                (await Capability<IDestinationInspector>(connection).ReachAsync(new PublishAddress(place), CancellationToken.None).WaitAsync(Limit)).Exists.ShouldBeTrue(place.Name);
            }

            if (broker.WhyNot(ContractPart.Transferring) is null)
            {
                await using var session = await TakeAsync(Capability<IMessageTransfer>(connection), place, max: 1);
                (await ReadAsync(session)).ShouldHaveSingleItem().Message.Body.ToArray().ShouldBe(BodyFor(place.Name));
            }
        }

        if (broker.WhyNot(ContractPart.Purging) is null)
        {
            // One after the other, so that a purge that hits another place as well is seen.
            for (var i = 0; i < places.Count; i++)
            {
                var before = await broker.CountAsync(places[i]);
                before.ShouldBeGreaterThan(0, places[i].Name);
                (await Capability<IDestinationPurger>(connection).PurgeAsync(places[i], CancellationToken.None).WaitAsync(Limit)).Value.ShouldBe(before, places[i].Name);
            }
        }
    }

    private static byte[] BodyFor(string name) => System.Text.Encoding.UTF8.GetBytes(name);

    private async Task<List<DestinationRef>> OddPlacesAsync()
    {
        var prefix = NewName()[..14];
        var names = OddNames.Select(n => n is "." or ".." ? n : $"{prefix}{n}").Where(broker.CanName).ToList();
        names.Count.ShouldBeGreaterThan(2);
        var places = new List<DestinationRef>();
        foreach (var name in names)
        {
            var place = await broker.CreateAsync(name);
            if (broker.WhyNot(ContractPart.Purging) is null)
                await broker.TakeAllAsync(place); // Another test has used the names that are nothing but dots.
            places.Add(place);
        }

        return places;
    }
}
