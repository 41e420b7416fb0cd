using System.Text;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Importing;
using Dashboard.Core.Operations.Publishing;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations;

/// <summary>Export of what a look finds, import of such a file, and publishing with variables, on the real storage.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeBroker _broker = new();

    public ImportTests()
    {
        _broker.Declare("orders", 300, i => new FakeMessage($"uid-{i}", $"m-{i}", $$"""{"order": {{i}}, "text": "ä😀"}""")
        {
            Headers = [new("n", new IntegerValue(i, "int32")), new("t", new TableValue([new("b", new BytesValue(new byte[] { 1, 255 }, "binary"))]))],
        });
        _broker.Declare("copy");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExportedFile_Imported_IsTheSameMessages()
    {
        await using var host = new EngineHost(_folder.Path, _broker);
        var file = await ExportAsync(host, "body.order >= 100");
        var lines = Encoding.UTF8.GetString(file).TrimEnd().Split('\n');
        lines.Length.ShouldBe(201);
        lines[^1].ShouldBe("""{"export_end":{"read":300,"written":200,"not_judged":0,"ended_because":"the queue has no further message ready","is_complete":true}}""");

        var taken = await TakeAsync(host, file);

        taken.Problems.ShouldBeEmpty();
        taken.Messages.ShouldBe(200);
        var job = await host.RunAsync(Import(taken.ArchiveId!));
        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.Delivered.ShouldBe(200);
        job.Title.ShouldStartWith("Import the file import-");
        var before = _broker["orders"].Ready.Skip(100).ToList();
        var after = _broker["copy"].Ready;
        after.Select(m => m.Body).ShouldBe(before.Select(m => m.Body));
        after.Select(m => m.Uid).ShouldBe(before.Select(m => m.Uid));
        after[7].Headers[0].ShouldBe(before[7].Headers[0]);
        ((BytesValue)((TableValue)after[7].Headers[1].Value).Fields[0].Value).Value.ToArray().ShouldBe([1, 255]);
    }

    [Fact]
    public async Task Import_KilledInTheMiddle_GoesOnAndSendsEachOnce()
    {
        string jobId;
        var doomed = new DoomedProcess(_broker, int.MaxValue);
        await using (var host = new EngineHost(_folder.Path, _broker))
        {
            var taken = await TakeAsync(host, await ExportAsync(host, ""));
            doomed = new DoomedProcess(_broker, 150);
            jobId = taken.ArchiveId!;
        }

        await using (var host = new EngineHost(_folder.Path, _broker, doomed.Decorate))
        {
            var archive = jobId;
            jobId = (await host.SubmitAsync(Import(archive))).Id;
            await Task.WhenAny(doomed.Death.Task, host.EndOfAsync(jobId)).WaitAsync(TimeSpan.FromSeconds(30));
        }

        doomed.DiedAt.ShouldNotBeNull();
        doomed.LetGo();
        await using var last = new EngineHost(_folder.Path, _broker);
        await last.Recovery.StartAsync(CancellationToken.None);
        var job = await last.EndOfAsync(jobId);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        (job.Accounting.Delivered + job.Accounting.Uncertain).ShouldBe(300);
        var uids = _broker["copy"].All.Select(m => m.Uid).ToList();
        uids.Distinct().Count().ShouldBe(300);
        (uids.Count - 300).ShouldBeLessThanOrEqualTo((int)job.Accounting.Uncertain);
    }

    [Theory]
    [InlineData("{\"source_kind\":\"queue\"", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"source_kind\":\"queue\",\"source_name\":\"q\"}", "no body")]
    [InlineData("{\"source_kind\":\"queue\",\"source_name\":\"q\",\"body\":\"x\",\"body_base64\":\"eA==\"}", "both body")]
    [InlineData("{\"source_kind\":\"queue\",\"source_name\":\"q\",\"body_base64\":\"%\"}", "")]
    [InlineData("{\"source_kind\":\"queue\",\"source_name\":\"q\",\"body\":\"x\",\"body_size\":2}", "body_size")]
    [InlineData("{\"source_kind\":\"queue\",\"body\":\"x\"}", "source_name is missing")]
    [InlineData("{\"source_kind\":\"queue\",\"source_name\":\"q\",\"body\":\"x\",\"hello\":1}", "'hello' is not known")]
    [InlineData("{\"source_kind\":\"queue\",\"source_name\":\"q\",\"body\":\"x\",\"masked\":[\"body.card\"]}", "hidden when it was exported")]
    [InlineData("{\"source_kind\":\"queue\",\"source_name\":\"q\",\"body\":\"x\",\"body_bytes_read\":1}", "not read whole")]
    [InlineData("{\"source_kind\":\"queue\",\"source_name\":\"q\",\"body\":\"x\",\"headers\":[{\"name\":\"a\"}]}", "type is missing")]
    public async Task Import_LineThatIsWrong_NamesItAndKeepsNothing(string line, string why)
    {
        await using var host = new EngineHost(_folder.Path, _broker);
        var good = Encoding.UTF8.GetString(await ExportAsync(host, "body.order = 1")).Split('\n')[0];

        var taken = await TakeAsync(host, Encoding.UTF8.GetBytes($"{good}\n\n{line}\n{good}"));

        taken.ArchiveId.ShouldBeNull();
        taken.Problems.Single().Line.ShouldBe(3);
        taken.Problems.Single().Text.ShouldContain(why);
        Directory.GetFiles(Path.Combine(_folder.Path, "archives")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_TooLargeOrEmptyOrWithoutRight_KeepsNothing()
    {
        await using var host = new EngineHost(_folder.Path, _broker, options: options => options.MaxImportBytes = 1000);
        var file = await ExportAsync(host, "");

        (await Should.ThrowAsync<OperationRefusedException>(() => TakeAsync(host, file))).Message.ShouldContain("Nothing was kept");
        (await TakeAsync(host, [])).Problems.Single().Text.ShouldContain("no message");
        await Should.ThrowAsync<AccessDeniedException>(() => host.Imports.TakeAsync(
            new Actor("victor", Role.Viewer), FakeBroker.Id, "x", new MemoryStream(file), null, CancellationToken.None));
        Directory.GetFiles(Path.Combine(_folder.Path, "archives")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_Cancelled_GivesWhatWasFound()
    {
        using var stop = new CancellationTokenSource();
        _broker.BeforeLook = (position, _) =>
        {
            if (position == 150)
                stop.Cancel();
            return Task.CompletedTask;
        };
        await using var host = new EngineHost(_folder.Path, _broker);
        var request = new BrowseRequest { Destination = FakeBroker.QueueRef("orders"), Count = 1000 };

        var look = await host.Reading.SearchAsync(EngineHost.Operator, request, "body.order >= 100", null, stop.Token);

        look.Examined.ShouldBe(150);
        look.Messages.Count.ShouldBe(50);
        look.IsComplete.ShouldBeFalse();
        look.StopReason.ShouldBe("it was stopped");
        _broker["orders"].ReadyCount.ShouldBe(300);
    }

    [Fact]
    public async Task Search_PathThatIsNotThereOrNoJson_CountsWhatCouldNotBeJudged()
    {
        _broker.Declare("mixed", 4, i => new FakeMessage($"x-{i}", null, i % 2 == 0 ? "no json" : """{"order": 1}"""));
        await using var host = new EngineHost(_folder.Path, _broker);

        var look = await host.Reading.SearchAsync(
            EngineHost.Operator, new BrowseRequest { Destination = FakeBroker.QueueRef("mixed"), Count = 10 }, "body.order = 1", null, CancellationToken.None);

        (look.Examined, look.Matched, look.Unjudgeable, look.IsComplete).ShouldBe((4, 2, 2, true));
    }

    [Fact]
    public async Task Publish_WithVariables_KilledInTheMiddle_EachCopyKeepsItsOwnValues()
    {
        var intent = new OperationIntent
        {
            Kind = OperationKind.Publish,
            Connection = FakeBroker.Id,
            Message = new OutgoingMessage { Address = FakeBroker.AddressOf("copy"), Body = Encoding.UTF8.GetBytes("""{"id": "{{uuid}}", "n": {{counter}}}""") },
            Variables = new PublishVariables("0011", DateTimeOffset.UnixEpoch) { IsJson = true },
            Options = new OperationOptions { Repeat = 200 },
        };
        var doomed = new DoomedProcess(_broker, 120);
        string jobId;
        await using (var host = new EngineHost(_folder.Path, _broker, doomed.Decorate))
        {
            jobId = (await host.SubmitAsync(intent)).Id;
            await Task.WhenAny(doomed.Death.Task, host.EndOfAsync(jobId)).WaitAsync(TimeSpan.FromSeconds(30));
        }

        doomed.DiedAt.ShouldNotBeNull();
        doomed.LetGo();
        await using var last = new EngineHost(_folder.Path, _broker);
        await last.Recovery.StartAsync(CancellationToken.None);
        (await last.EndOfAsync(jobId)).State.ShouldBe(JobState.Succeeded);

        var bodies = _broker["copy"].All.Select(m => m.Body).ToHashSet();
        bodies.ShouldBe(Enumerable.Range(1, 200).Select(i => Encoding.UTF8.GetString(intent.MessageAt(i).Body.Span)), ignoreOrder: true);
    }

    private static OperationIntent Import(string archiveId) => new()
    {
        Kind = OperationKind.Restore,
        Connection = FakeBroker.Id,
        ArchiveJobId = archiveId,
        Target = new FixedTarget(FakeBroker.AddressOf("copy")),
    };

    private static Task<ImportedFile> TakeAsync(EngineHost host, byte[] file)
        => host.Imports.TakeAsync(EngineHost.Operator, FakeBroker.Id, "file.jsonl", new MemoryStream(file), null, CancellationToken.None);

    private static async Task<byte[]> ExportAsync(EngineHost host, string filter)
    {
        using var file = new MemoryStream();
        await host.Reading.ExportAsync(EngineHost.Operator, new BrowseRequest { Destination = FakeBroker.QueueRef("orders"), Count = 1000 }, filter, file, null, CancellationToken.None);
        return file.ToArray();
    }
}
