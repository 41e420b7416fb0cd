using System.Text;
using Dashboard.Core.Access;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Importing;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Components.Operations.Importing;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.Templates;
using Dashboard.Web.Tests.Components.Fakes;
using Dashboard.Web.Tests.Storage;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Operations;

public sealed class TemplateTests : PageContext
{
    [Fact]
    public void Variables_PromptsArePreviewedAndInTheIntent()
    {
        var dialog = RenderDialog();
        Choose(dialog, "[aria-label='How the body is typed']", "Json");
        Choose(dialog, "[aria-label=Variables] input[type=checkbox]", true);
        Type(dialog, "textarea", """{"id": {{orderId}}, "n": {{counter}}}""");
        dialog.Markup.ShouldContain("{{orderId}} has no value");
        Type(dialog, "[aria-label=Variables] input.mono", "A-1");
        Type(dialog, "[aria-label='How many copies']", "3");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Options.Repeat.ShouldBe(3));
        var intent = Operations.Planned[^1];
        Encoding.UTF8.GetString(intent.MessageAt(3).Body.Span).ShouldBe("""{"id": "A-1", "n": 3}""");
        dialog.FindAll(".preview-message pre").Select(p => p.TextContent).ShouldBe(["""{"id": "A-1", "n": 1}""", """{"id": "A-1", "n": 3}"""]);
    }

    [Fact]
    public void Template_KeptAndUsed_IsTheSameForm()
    {
        var dialog = RenderDialog();
        Type(dialog, "textarea", "hello {{uuid}}");
        Choose(dialog, "[aria-label=Variables] input[type=checkbox]", true);
        Type(dialog, "input[id$=message_id]", "m-1");
        Press(dialog, "Keep as template");
        Type(dialog, "[aria-label='Name of the template']", "greeting");
        Press(dialog, "Keep");
        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("Kept as greeting."));
        dialog.WaitForAssertion(() => Operations.Planned[^1].Message!.Properties.Count.ShouldBe(1));
        var first = Operations.Planned[^1];

        var other = RenderDialog();
        Choose(other, "[aria-label=Template]", Templates.Kept.Single().Id);

        other.WaitForAssertion(() => Operations.Planned[^1].Message!.Properties.ShouldBe(first.Message!.Properties));
        Encoding.UTF8.GetString(Operations.Planned[^1].Message!.Body.Span).ShouldBe("hello {{uuid}}");
        Operations.Planned[^1].Variables.ShouldNotBeNull();
    }

    [Fact]
    public async Task Store_OwnSharedAndForeign_AreKeptApart()
    {
        using var folder = new TemporaryFolder();
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(folder.Path).AddPublishTemplates().AddSingleton<IAccessGate>(Access).BuildServiceProvider();
        var templates = services.GetRequiredService<IPublishTemplates>();
        var (anna, ben) = (new Actor("anna", Role.Operator), new Actor("ben", Role.Operator));

        await templates.SaveAsync(anna, "own", false, "{}", CancellationToken.None);
        await templates.SaveAsync(anna, "for all", true, "{}", CancellationToken.None);
        await templates.SaveAsync(anna, "own", false, """{"a":1}""", CancellationToken.None);

        (await templates.ListAsync(anna, CancellationToken.None)).Select(t => t.Name).ShouldBe(["for all", "own"]);
        var seen = (await templates.ListAsync(ben, CancellationToken.None)).Single();
        seen.Name.ShouldBe("for all");
        await Should.ThrowAsync<AccessDeniedException>(() => templates.DeleteAsync(ben, seen.Id, CancellationToken.None));
        await templates.DeleteAsync(anna, seen.Id, CancellationToken.None);
        (await templates.ListAsync(ben, CancellationToken.None)).ShouldBeEmpty();
        (await templates.ListAsync(anna, CancellationToken.None)).Single().Content.ShouldBe("""{"a":1}""");
        await Should.ThrowAsync<OperationRefusedException>(() => templates.SaveAsync(anna, " ", false, "{}", CancellationToken.None));
    }

    [Fact]
    public void Import_FileWithWrongLines_NamesThemAndCannotBeConfirmed()
    {
        Imports.Answer = new ImportedFile(null, 0, 10, [new LineProblem(3, "it has no body")], 7);
        var dialog = RenderImport();

        dialog.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "file.jsonl"));

        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("Line 3: it has no body"));
        dialog.Markup.ShouldContain("7 lines cannot be used");
        dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeTrue();
        Operations.Planned.ShouldBeEmpty();
    }

    [Fact]
    public void Import_GoodFile_IsPlannedAsARestoreAndForgottenWhenClosed()
    {
        var dialog = RenderImport();
        dialog.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "file.jsonl"));

        dialog.WaitForAssertion(() => Operations.Planned.Count.ShouldBe(1));
        Operations.Planned[0].Kind.ShouldBe(OperationKind.Restore);
        Operations.Planned[0].ArchiveJobId.ShouldBe("import-1");
        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .primary").TextContent.ShouldBe("Publish 3 messages"));
        dialog.Render(p => p.Add(d => d.IsOpen, false));
        Imports.Forgotten.ShouldBe(["import-1"]);
    }

    private IRenderedComponent<PublishDialog> RenderDialog() => Render<PublishDialog>(p => p.Add(d => d.IsOpen, true).Add(d => d.Destination, Sample.Orders));

    private IRenderedComponent<ImportDialog> RenderImport() => Render<ImportDialog>(p => p.Add(d => d.IsOpen, true).Add(d => d.Destination, Sample.Orders));
}
