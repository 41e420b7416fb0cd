using Dashboard.Core.Access;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Operations.Publishing;
using Dashboard.Web.Storage.Templates;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations.Templates;

/// <summary>Fills the publish form with a template, and keeps the form as one.</summary>
public sealed partial class TemplateBar
{
    private IReadOnlyList<PublishTemplate> _templates = [];
    private PublishTemplate? _used;
    private Fault? _fault;
    private string _me = "";
    private bool _isAdmin;
    private string _name = "";
    private bool _isShared;
    private bool _isNaming;
    private string? _said;

    /// <summary>The form as it stands.</summary>
    [Parameter, EditorRequired]
    public PublishDraft Draft { get; set; } = default!;

    /// <summary>A template was chosen.</summary>
    [Parameter, EditorRequired]
    public EventCallback<TemplateContent> OnUse { get; set; }

    [Inject]
    private IPublishTemplates Templates { get; set; } = default!;

    [Inject]
    private IAccessGate Gate { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    protected override Task OnInitializedAsync() => TryAsync(async actor =>
    {
        (_me, _isAdmin) = (actor.Name, Gate.Allows(actor, Permission.ManageAccounts));
        _templates = await Templates.ListAsync(actor, CancellationToken.None);
    });

    private async Task UseAsync(ChangeEventArgs input)
    {
        _used = _templates.FirstOrDefault(template => template.Id == input.Value as string);
        _said = null;
        if (_used is null)
            return;
        if (TemplateContent.Read(_used.Content) is { } content)
            await OnUse.InvokeAsync(content);
        else
            _said = "This template was kept by another version of the dashboard and cannot be read.";
    }

    private void BeginNaming() => (_isNaming, _name, _isShared, _said) = (true, _used?.Owner == _me ? _used.Name : "", _used?.IsShared ?? false, null);

    private Task SaveAsync() => TryAsync(async actor =>
    {
        await Templates.SaveAsync(actor, _name, _isShared, TemplateContent.Of(Draft).Write(), CancellationToken.None);
        _templates = await Templates.ListAsync(actor, CancellationToken.None);
        _used = _templates.FirstOrDefault(template => template.Owner == _me && template.Name == _name.Trim());
        (_isNaming, _said) = (false, $"Kept as {_name.Trim()}.");
    });

    private Task DeleteAsync() => TryAsync(async actor =>
    {
        var name = _used!.Name;
        await Templates.DeleteAsync(actor, _used.Id, CancellationToken.None);
        _templates = await Templates.ListAsync(actor, CancellationToken.None);
        (_used, _said) = (null, $"Deleted {name}. The form keeps what it has.");
    });

    private async Task TryAsync(Func<Actor, Task> act)
    {
        _fault = null;
        try
        {
            await act(await CurrentActor.GetAsync());
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _fault = fault;
        }
    }
}
