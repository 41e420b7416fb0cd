using System.Diagnostics;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Contract.Network;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;

namespace Dashboard.Tests.Shared.Contract;

/// <content>Reading the lists from the real broker, and what is said when that fails.</content>
public abstract partial class BrokerContract
{
    private static readonly Dictionary<string, IReadOnlyCollection<RowKey>> NobodyLooks = [];

    /// <summary>Moves on between polls, so that a source that reads rarely is due each time.</summary>
    private DateTimeOffset _poll = DateTimeOffset.UtcNow;

    [ContractFact]
    public async Task Read_RealBroker_FillsEverySectionWithinItsTime()
    {
        var destination = await FilledAsync(3);
        if (broker.WhyNot(ContractPart.Settling) is null)
            Owned(await broker.HoldAsync(destination, 1));
        var reader = Reader();
        var seen = new Dictionary<string, SectionTable>();
        foreach (var source in reader.Sources)
        {
            using var limit = new CancellationTokenSource(source.TimeLimit);
            var reading = await source.ReadAsync(NextPoll(), limit.Token);
            foreach (var table in reading.Tables)
            {
                source.SectionIds.ShouldContain(table.Definition.Id, $"{source.Id} brings a section it does not declare");
                seen.TryAdd(table.Definition.Id, table).ShouldBeTrue($"{table.Definition.Id} is filled twice");
            }

            reading.Figures.Select(f => f.Id).ShouldBeUnique();
            reading.Notices.Select(n => n.Id).ShouldBeUnique();
            foreach (var text in reading.Notices.Select(n => n.Text).Append(reading.Product).Append(reading.ClusterName))
                HoldsNoSecret(text);
        }

        seen.Keys.ShouldBe(reader.Sections.Select(s => s.Id), ignoreOrder: true);
        foreach (var table in seen.Values)
            Fits(table, reader);
        RowsOf(seen.Values, destination.Name).ShouldHaveSingleItem();
    }

    [ContractFact]
    public Task Read_WrongPassword_SaysBadCredentials()
    {
        Needs(ContractPart.Accounts);
        return FailsAsync(broker.SettingsWithWrongPassword(), SourceProblemKind.BadCredentials);
    }

    [ContractFact]
    public Task Read_NothingListens_SaysUnreachable() => FailsAsync(broker.SettingsAt(BlackHole.DeadEndPoint()), SourceProblemKind.Unreachable);

    [ContractFact]
    public async Task Read_NoAnswer_TimesOutWithinItsLimit()
    {
        await using var hole = new BlackHole();
        await FailsAsync(broker.SettingsAt(hole.EndPoint), SourceProblemKind.TimedOut);
        hole.Taken.ShouldBeGreaterThan(0);
    }

    [ContractFact]
    public async Task Read_Cancelled_EndsPromptly()
    {
        await using var hole = new BlackHole();

        // Sources share requests, and each ends by its own limit: begun at the same time and with a limit that is far away, none can end before it is cancelled.
        var reader = Capability<ISnapshotReader>(Connect(broker.SettingsAt(hole.EndPoint, limitSeconds: 10)));
        using var cancel = new CancellationTokenSource();
        var context = NextPoll();
        var reads = reader.Sources.Select(source => (source.Id, Read: source.ReadAsync(context, cancel.Token))).ToList();
        for (var started = Stopwatch.GetTimestamp(); hole.Taken == 0 && Since(started) < Promptly;)
            await Task.Delay(10);
        await cancel.CancelAsync();

        foreach (var (id, read) in reads)
            await EndsCancelledAsync(id, read, cancel.Token);
        hole.Taken.ShouldBeGreaterThan(0, "something was asked for");
    }

    [ContractFact]
    public async Task Read_GivenUpBeforeItFails_LeavesNoFailureUnobserved()
    {
        var reader = Capability<ISnapshotReader>(Connect(broker.SettingsAt(BlackHole.DeadEndPoint())));
        using var unobserved = new UnobservedFailures();
        using (var cancel = new CancellationTokenSource())
        {
            var context = NextPoll();
            var reads = reader.Sources.Select(source => source.ReadAsync(context, cancel.Token)).ToList();
            await cancel.CancelAsync();
            foreach (var read in reads)
                await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // What is shared goes on for others who may want it, and fails by its own limit of a second.
        await Task.Delay(TimeSpan.FromSeconds(4));
        unobserved.Collect().ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Read_AfterADestinationWasDeleted_ItIsGone()
    {
        var destination = await broker.CreateAsync(NewName());
        var other = await broker.CreateAsync(NewName());
        var reader = Reader();
        RowsOf(await DestinationTablesAsync(reader), destination.Name).ShouldHaveSingleItem();

        await broker.DeleteAsync(destination);
        var tables = await DestinationTablesAsync(reader);
        RowsOf(tables, destination.Name).ShouldBeEmpty();
        RowsOf(tables, other.Name).ShouldHaveSingleItem();
    }

    /// <summary>Reads all sources that list destinations, some more than once where they read by turns.</summary>
    private async Task<List<SectionTable>> DestinationTablesAsync(ISnapshotReader reader)
    {
        var wanted = reader.Sections.Where(s => s.DestinationKind == broker.DestinationKind).Select(s => s.Id).ToHashSet();
        var tables = new List<SectionTable>();
        foreach (var source in reader.Sources.Where(s => s.SectionIds.Any(wanted.Contains)))
            tables.AddRange((await source.ReadAsync(NextPoll(), CancellationToken.None).WaitAsync(source.TimeLimit)).Tables);
        tables.ShouldNotBeEmpty();
        return tables;
    }

    private IEnumerable<DestinationRef> RowsOf(IEnumerable<SectionTable> tables, string name)
        => tables.Where(t => t.Definition.DestinationKind == broker.DestinationKind)
            .SelectMany(t => Enumerable.Range(0, t.RowCount).Select(row => t.DestinationAt(broker.Settings().Info.Id, row)!))
            .Where(d => d.Name == name && d.Scope == broker.Scope);

    private SourceContext NextPoll() => new(_poll += TimeSpan.FromMinutes(10), NobodyLooks);

    /// <summary>Every source at once, as the collector would have them; each within its own limit.</summary>
    private async Task FailsAsync(ConnectionSettings settings, SourceProblemKind kind)
    {
        var reader = Capability<ISnapshotReader>(Connect(settings));
        var context = NextPoll();
        var reads = reader.Sources.Select(async source =>
        {
            using var limit = new CancellationTokenSource(source.TimeLimit);
            var error = await Should.ThrowAsync<SourceException>(() => source.ReadAsync(context, limit.Token), source.Id);
            error.Kind.ShouldBe(kind, $"{source.Id}: {error.Message}");
            error.Message.ShouldNotBeNullOrWhiteSpace();
            HoldsNoSecret(error.ToString());
        });
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(reads);
        Since(started).ShouldBeLessThan(Limit);
    }

    private static void Fits(SectionTable table, ISnapshotReader reader)
    {
        var definition = reader.Sections.Single(s => s.Id == table.Definition.Id);
        table.Definition.ShouldBeSameAs(definition);
        table.Keys.ShouldBeUnique();
        table.Columns.Count.ShouldBe(definition.Columns.Count);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var declared = definition.Columns[i];
            var what = $"{definition.Id}.{declared.Id}";
            table.Columns[i].RowCount.ShouldBe(table.RowCount, what);
            table.Columns[i].ShouldBeOfType(declared.IsText ? typeof(TextColumn) : declared.IsInteger ? typeof(IntegerColumn) : typeof(NumberColumn), what);
            if (table.Columns[i].UnavailableReason is not null)
                table.Columns[i].Coverage().ShouldBe(0, $"{what} is said to be unavailable");
            if (declared.Type == ColumnType.Flag)
                Enumerable.Range(0, table.RowCount).ShouldAllBe(row => !table.Columns[i].HasValue(row) || table.Columns[i].NumberAt(row) == 0 || table.Columns[i].NumberAt(row) == 1, what);
        }

        // Links and relations find rows by these columns' values.
        for (var row = 0; row < table.RowCount; row++)
            table.Keys[row].ShouldBe(RowKey.Of([.. definition.KeyColumns.Select(c => table[c].TextAt(row) ?? "")]), $"{definition.Id}, row {row}");
    }

    /// <summary>Cancellation is not an error: the operation ends as cancelled, and soon.</summary>
    private static async Task EndsCancelledAsync(string what, Task operation, CancellationToken cancelled)
    {
        await Task.Delay(Timeout.Infinite, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var started = Stopwatch.GetTimestamp();
        await Should.ThrowAsync<OperationCanceledException>(() => operation.WaitAsync(Limit), what);
        Since(started).ShouldBeLessThan(Promptly, what);
    }
}
