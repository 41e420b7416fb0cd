using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;

namespace Dashboard.Tests.Shared.Contract;

/// <content>A look brings what stands there, and leaves it there.</content>
public abstract partial class BrokerContract
{
    private IMessageBrowser Browser()
    {
        Needs(ContractPart.Browsing);
        return Capability<IMessageBrowser>();
    }

    private static Task<BrowseResult> LookAsync(IMessageBrowser browser, DestinationRef place, int count = 100)
        => browser.BrowseAsync(new BrowseRequest { Destination = place, Count = count }, CancellationToken.None).WaitAsync(Limit);

    [ContractFact]
    public async Task DescribeEffect_BeforeALook_SaysWhatItChanges()
    {
        var browser = Browser();
        var effect = await browser.DescribeEffectAsync(await FilledAsync(1), CancellationToken.None);
        effect.IsAllowed.ShouldBeTrue(effect.Summary);
        effect.Summary.ShouldNotBeNullOrWhiteSpace();
        effect.Details.ShouldAllBe(d => !string.IsNullOrWhiteSpace(d));
        output.WriteLine($"{effect.Summary}: {string.Join(" ", effect.Details)}");
        if (broker.WhyNot(ContractPart.Settling) is not null)
            effect.ChangesNothing.ShouldBeTrue("a log is read without a trace");
    }

    [ContractFact]
    public async Task DescribeEffect_Missing_RefusesTheLook()
    {
        var effect = await Browser().DescribeEffectAsync(Place(NewName()), CancellationToken.None);
        effect.IsAllowed.ShouldBeFalse();
        effect.Summary.ShouldNotBeNullOrWhiteSpace();
    }

    [ContractFact]
    public async Task Browse_KnownMessages_BringsThemByteForByteInOrder()
    {
        var browser = Browser();
        var messages = Numbered(40);
        var place = await FilledAsync(messages);
        var look = await LookAsync(browser, place);
        look.IsComplete.ShouldBeTrue(look.StopReason);
        look.StopReason.ShouldNotBeNullOrWhiteSpace();
        look.Messages.Count.ShouldBe(40);
        for (var i = 0; i < 40; i++)
        {
            Shows(look.Messages[i], messages[i]);
            look.Messages[i].Source.ShouldBe(place);
            look.Messages[i].Identity.Fingerprint.ShouldMatch("^[0-9a-f]{64}$");
        }

        look.Messages.Select(m => m.Position).ShouldBeInOrder();
        look.Messages.Select(m => m.Position).ShouldBeUnique();
        await CountsAsync(place, 40);
        (await broker.TakeAllAsync(place)).Select(m => m.Key).ShouldBe(messages.Select(m => m.Key), "the look left other messages, or another order");
    }

    [ContractFact]
    public async Task Browse_KeepSaysNoToSome_ReadsThemAllAndTellsOfEach()
    {
        var browser = Browser();
        var place = await FilledAsync(Numbered(30));
        var told = new List<long>();
        var request = new BrowseRequest
        {
            Destination = place,
            Count = 20,
            Keep = message =>
            {
                told.Add(message.Position);
                return told.Count % 2 == 0;
            },
        };

        var look = await browser.BrowseAsync(request, CancellationToken.None).WaitAsync(Limit);

        told.Count.ShouldBe(20, "the count bounds what is read, not what is kept");
        told.ShouldBeInOrder();
        look.Messages.Select(m => m.Position).ShouldBe(told.Where((_, i) => i % 2 == 1));
        look.IsComplete.ShouldBeFalse(look.StopReason);
        await CountsAsync(place, 30);
    }

    [ContractFact]
    public async Task Browse_CancelledWhileItReads_LeavesEveryMessage()
    {
        var browser = Browser();
        var place = await FilledAsync(Numbered(30));
        using var stop = new CancellationTokenSource();
        var told = 0;
        var request = new BrowseRequest
        {
            Destination = place,
            Count = 30,
            Keep = _ =>
            {
                if (++told == 10)
                    stop.Cancel();
                return false;
            },
        };

        // It may have read everything before it noticed.
        try
        {
            await browser.BrowseAsync(request, stop.Token).WaitAsync(Limit);
        }
        catch (OperationCanceledException)
        {
        }

        told.ShouldBeGreaterThanOrEqualTo(10);
        await CountsAsync(place, 30);
    }

    [ContractFact]
    public async Task Browse_Twice_EachMessageKeepsItsIdentity()
    {
        var browser = Browser();
        var place = await FilledAsync(Numbered(20));
        var first = (await LookAsync(browser, place)).Messages.Select(m => m.Identity).ToList();
        first.Count.ShouldBe(20);
        first.ShouldBeUnique();
        (await LookAsync(browser, place)).Messages.Select(m => m.Identity).ShouldBe(first);
        var again = await browser.BrowseAsync(new BrowseRequest { Destination = place, Count = 100, MaxBodyBytes = 3 }, CancellationToken.None);
        again.Messages.Select(m => m.Identity).ShouldBe(first, "how much of the body is kept is not part of who a message is");
    }

    [ContractFact]
    public async Task Browse_EqualMessages_HaveEqualIdentities()
    {
        var browser = Browser();
        var twin = new KnownMessage("the same"u8.ToArray(), "7");
        var look = await LookAsync(browser, await FilledAsync([twin, new KnownMessage("another"u8.ToArray(), "7"), twin]));
        look.Messages.Count.ShouldBe(3);
        look.Messages[2].Identity.Fingerprint.ShouldBe(look.Messages[0].Identity.Fingerprint);
        look.Messages[1].Identity.Fingerprint.ShouldNotBe(look.Messages[0].Identity.Fingerprint);
        if (broker.WhyNot(ContractPart.Settling) is null)
            look.Messages[2].Identity.ShouldBe(look.Messages[0].Identity);
    }

    [ContractFact]
    public async Task Browse_FewerAskedForThanThere_StopsAndSaysSo()
    {
        var browser = Browser();
        var messages = Numbered(10);
        var place = await FilledAsync(messages);
        var look = await LookAsync(browser, place, count: 4);
        look.Messages.Count.ShouldBe(4);
        look.IsComplete.ShouldBeFalse();
        look.StopReason.ShouldNotBeNullOrWhiteSpace();
        for (var i = 0; i < 4; i++)
            Shows(look.Messages[i], messages[i]);
        await CountsAsync(place, 10);
    }

    [ContractFact]
    public async Task Browse_LongBodies_AreCutWithTheirTrueSize()
    {
        var browser = Browser();
        byte[] longBody = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31))];
        byte[] exactBody = longBody[..1_000];
        var place = await FilledAsync([new KnownMessage(longBody), new KnownMessage(exactBody), new KnownMessage([1, 2, 3])]);
        var look = await browser.BrowseAsync(new BrowseRequest { Destination = place, Count = 10, MaxBodyBytes = 1_000 }, CancellationToken.None);
        look.Messages.Select(m => m.BodySize).ShouldBe([300_000, 1_000, 3]);
        look.Messages.Select(m => m.IsBodyTruncated).ShouldBe([true, false, false]);
        look.Messages[0].Body.ToArray().ShouldBe(longBody[..1_000]);
        look.Messages[1].Body.ToArray().ShouldBe(exactBody);
        await CountsAsync(place, 3);
    }

    [ContractFact]
    public async Task Browse_MoreBytesThanAllowed_StopsAndSaysSo()
    {
        var browser = Browser();
        var place = await FilledAsync(Enumerable.Range(0, 50).Select(i => new KnownMessage(Encoding.ASCII.GetBytes(new string('x', 1_000)), $"{i}")).ToList());
        var look = await browser.BrowseAsync(new BrowseRequest { Destination = place, Count = 50, MaxTotalBytes = 3_500 }, CancellationToken.None);
        // A provider that is sent messages ahead may stay well below; none goes on after the limit was passed.
        look.Messages.Count.ShouldBeInRange(1, 4);
        look.IsComplete.ShouldBeFalse();
        look.StopReason.ShouldNotBeNullOrWhiteSpace();
        await CountsAsync(place, 50);
    }

    [ContractFact]
    public async Task Browse_Empty_IsCompleteAndBringsNothing()
    {
        var look = await LookAsync(Browser(), await FilledAsync(0));
        look.Messages.ShouldBeEmpty();
        look.IsComplete.ShouldBeTrue(look.StopReason);
        look.StopReason.ShouldNotBeNullOrWhiteSpace();
    }

    [ContractFact]
    public async Task Browse_CancelledMidway_HoldsNothingBack()
    {
        var browser = Browser();
        var messages = Enumerable.Range(0, 2_000).Select(i => new KnownMessage(Encoding.ASCII.GetBytes($"{i}{new string('x', 2_000)}"), $"{i}")).ToList();
        var place = await FilledAsync(messages);
        var changesNothing = (await browser.DescribeEffectAsync(place, CancellationToken.None)).ChangesNothing;
        await LookAsync(browser, place, count: 1); // What has to be opened is open: the delays below fall into the reading.
        var cancelled = 0;
        for (var attempt = 0; attempt < 20 && cancelled < 2; attempt++)
        {
            using var cancel = new CancellationTokenSource();
            var look = browser.BrowseAsync(new BrowseRequest { Destination = place, Count = 2_000 }, cancel.Token);
            if (changesNothing)
                await Task.Delay(1 + attempt, CancellationToken.None);
            else
                await WaitUntilReadingAsync(place, messages.Count, look);
            await cancel.CancelAsync();
            try
            {
                await look.WaitAsync(Limit);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }

            // At once, not when a connection dies: consumers wait for these messages.
            await CountsAsync(place, messages.Count);
        }

        cancelled.ShouldBeGreaterThan(0, "no look was caught midway, so nothing was tested");
        (await broker.TakeAllAsync(place)).Select(m => m.Key).ShouldBe(messages.Select(m => m.Key));
    }

    [ContractFact]
    public async Task Browse_Missing_SaysSo()
    {
        var browser = Browser();
        var place = Place(NewName());
        var error = await Should.ThrowAsync<BrokerException>(() => LookAsync(browser, place));
        IsTold(error);
        (error.Message + error.BrokerWords).ShouldContain(place.Name);
    }

    private async Task WaitUntilReadingAsync(DestinationRef place, long all, Task look)
    {
        while (!look.IsCompleted && await broker.CountAsync(place) == all)
            await Task.Yield();
    }

    private void Shows(MessageEnvelope seen, KnownMessage known)
    {
        seen.Body.ToArray().ShouldBe(known.Body);
        seen.BodySize.ShouldBe(known.Body.Length);
        if (known.Number.Length > 0 && broker.WhyNot(ContractPart.Headers) is null)
            NumberOf(seen.Headers).ShouldBe(known.Number);
    }

    private static string? NumberOf(IEnumerable<MessageField> headers) => headers.SingleOrDefault(h => h.Name == "number")?.Value switch
    {
        TextValue text => text.Value,
        BytesValue bytes => Encoding.UTF8.GetString(bytes.Value.Span),
        null => null,
        var other => other.ToString(),
    };
}
