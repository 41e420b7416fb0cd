using System.Globalization;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Operations.Jobs;

/// <summary>Running and past jobs, live.</summary>
public sealed partial class JobsPage
{
    private IReadOnlyList<Job>? _all;
    private List<Job> _shown = [];
    private string _text = "";
    private string _state = "";
    private string _kind = "";
    private long _version;

    [Inject]
    private IJobBoard Board { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override bool FollowsSnapshots => false;

    private string FilterWords => string.Join(", ", new[] { _text, _state, _kind }.Where(s => s.Length > 0));

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        ReadAddress();
    }

    protected override ValueTask OnDisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        return ValueTask.CompletedTask;
    }

    protected override Task OnInteractiveAsync()
    {
        Follow(
            async token =>
            {
                _version = await Board.WaitForChangeAsync(_version, token);
                return true;
            },
            () =>
            {
                Read();
                return true;
            });
        return Task.CompletedTask;
    }

    private static string Percent(Job job)
        => (100.0 * job.Accounting.Delivered / Math.Max(1, job.Accounting.Selected)).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        ReadAddress();
        StateHasChanged();
    });

    private void ReadAddress()
    {
        var address = PageAddress.Of(Navigation);
        (_text, _state, _kind) = (address["q"] ?? "", address["state"] ?? "", address["kind"] ?? "");
        Read();
    }

    private void Read()
    {
        _all = Board.Recent;
        _shown = [.. _all.Where(IsWanted)];
    }

    private bool IsWanted(Job job)
        => (_state.Length == 0 || (_state == "open" ? !job.IsEnded : job.State.ToString() == _state))
            && (_kind.Length == 0 || job.Intent.Kind.ToString() == _kind)
            && (_text.Length == 0
                || job.Title.Contains(_text, StringComparison.OrdinalIgnoreCase)
                || job.Actor.Contains(_text, StringComparison.OrdinalIgnoreCase)
                || job.Id.Contains(_text, StringComparison.OrdinalIgnoreCase));

    private void OnText(ChangeEventArgs input) => Show(input.Value as string ?? "", _state, _kind);

    private void OnState(ChangeEventArgs input) => Show(_text, input.Value as string ?? "", _kind);

    private void OnKind(ChangeEventArgs input) => Show(_text, _state, input.Value as string ?? "");

    private void Clear() => Show("", "", "");

    private void Show(string text, string state, string kind) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["q"] = text.Length == 0 ? null : text,
            ["state"] = state.Length == 0 ? null : state,
            ["kind"] = kind.Length == 0 ? null : kind,
        }),
        replace: true);
}
