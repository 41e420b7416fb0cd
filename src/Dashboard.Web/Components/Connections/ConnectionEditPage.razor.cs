using System.Text;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Connections;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Connections;

/// <summary>One connection's settings: entered, tried out, saved. The fields are those the kind declares.</summary>
public partial class ConnectionEditPage
{
    private IReadOnlyList<IBrokerProvider> _kinds = [];
    private IBrokerProvider? _provider;
    private ConnectionForm? _form;
    private IReadOnlyList<string> _stored = [];
    private IReadOnlyList<FieldMistake> _mistakes = [];
    private IReadOnlyList<ProbeStep>? _steps;
    private string? _error;
    private string? _denied;
    private string? _gone;
    private bool _isBusy;
    private bool _isIdTouched;
    private int _changes;

    /// <summary>The connection to change; none for a further one.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    public string? EditedId { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private ICurrentActor Current { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    private bool IsNew => EditedId is not { Length: > 0 };

    private string Title => IsNew ? "Add a connection" : $"Change {_form?.Name ?? EditedId}";

    private ConnectionAdministration Service => Services.GetRequiredService<ConnectionAdministration>();

    protected override Task OnInitializedAsync() => GuardedAsync(async actor =>
    {
        _kinds = Service.Kinds;
        var all = await Service.ListAsync(actor, CancellationToken.None);
        if (IsNew)
        {
            _form = ConnectionForm.Empty();
            ChooseKind(_kinds.Count > 0 ? _kinds[0].Kind.Value : "");
            return;
        }

        var edited = all.FirstOrDefault(c => c.Info.Id.Value == EditedId);
        if (edited is null or { IsFromFile: true })
        {
            _gone = edited is null ? $"There is no connection '{EditedId}'." : $"'{EditedId}' comes from the configuration. Change it there and restart the dashboard.";
            return;
        }

        _stored = edited.StoredSecrets;
        _form = ConnectionForm.Of(edited);
        ChooseKind(edited.Info.Kind.Value);
    });

    private void ChooseKind(string kind)
    {
        _provider = _kinds.FirstOrDefault(k => k.Kind.Value == kind);
        _form!.Choose(kind, _provider?.SettingFields ?? []);
        _mistakes = [];
        SettingChanged();
    }

    // What the test found, or is about to find, was about what stood there before.
    private void SettingChanged()
    {
        _changes++;
        _steps = null;
    }

    private FieldMistake? MistakeAt(string id) => _mistakes.FirstOrDefault(mistake => mistake.FieldId == id);

    /// <summary>Until somebody writes an id, it follows the name.</summary>
    private void NameChanged()
    {
        if (!IsNew || _isIdTouched)
            return;
        var id = new StringBuilder();
        foreach (var c in _form!.Name.ToLowerInvariant())
            id.Append(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-');
        _form.Id = id.ToString().Trim('-');
    }

    private Task TestAsync() => GuardedAsync(async actor =>
    {
        if (Draft() is not { } draft)
            return;
        var changes = _changes;
        var steps = await Service.TestAsync(actor, draft, CancellationToken.None);
        if (changes == _changes)
            _steps = steps;
        else
            _error = "The settings were changed while they were tested. Test them again.";
    });

    private Task SaveAsync() => GuardedAsync(async actor =>
    {
        if (Draft() is not { } draft)
            return;
        if (IsNew)
            await Service.AddAsync(actor, draft, CancellationToken.None);
        else
            await Service.ChangeAsync(actor, draft, CancellationToken.None);
        Toasts.Show(Tone.Good, $"{draft.Name} was {(IsNew ? "added" : "changed")}.", $"c/{draft.Id}", "Open");
        Navigation.NavigateTo("connections");
    });

    /// <summary>Null where something is typed that is no value at all.</summary>
    private ConnectionDraft? Draft()
    {
        var draft = _form!.ToDraft(out var mistakes);
        if (mistakes.Count == 0)
            return draft;
        (_error, _mistakes) = ("Some settings are wrong; nothing was saved and nothing was connected to.", mistakes);
        return null;
    }

    private async Task GuardedAsync(Func<Actor, Task> act)
    {
        if (_isBusy)
            return;
        (_isBusy, _error, _mistakes, _steps) = (true, null, [], null);
        try
        {
            await act(await Current.GetAsync());
        }
        catch (AccessDeniedException e)
        {
            _denied = e.Message;
        }
        catch (ConnectionRefusedException e)
        {
            (_error, _mistakes) = (e.Message, _form?.At(e.Problems) ?? []);
        }
        catch (Exception e) when (e is AuditUnavailableException or Storage.StorageException)
        {
            _error = e.Message;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
