using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Messages.Comparing;

/// <summary>Two messages of one destination under their own address, found again by their fingerprints (on a log by their offsets).</summary>
public sealed partial class ComparePage
{
    private DestinationRef? _destination;
    private (string Fingerprint, long At) _wantedLeft;
    private (string Fingerprint, long At) _wantedRight;
    private int _first = 100;
    private BrowseEffect? _effect;
    private Fault? _fault;
    private MessageEnvelope? _left;
    private MessageEnvelope? _right;
    private string? _searched;
    private bool _isSearching;

    [Inject]
    private IMessageReading Reading { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override bool FollowsSnapshots => false;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        var address = PageAddress.Of(Navigation);
        if (address["c"] is not { Length: > 0 } connection || address["kind"] is not { Length: > 0 } kind
            || address["a"] is not { Length: > 0 } left || address["b"] is not { Length: > 0 } right)
            return;
        _destination = new DestinationRef(new ConnectionId(connection), kind, address["scope"] ?? "", address["name"] ?? "");
        _wantedLeft = (left, Number(address["at"]));
        _wantedRight = (right, Number(address["bt"]));
        _first = (int)Math.Clamp(Number(address["first"]), 1, BrowseRequest.MaxCount);
    }

    protected override async Task OnInteractiveAsync()
    {
        if (_destination is null)
            return;
        await DescribeAsync();
        StateHasChanged();
    }

    private static long Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    protected override ValueTask OnDisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        return ValueTask.CompletedTask;
    }

    // The link to be copied has what was chosen meanwhile.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);

    private async Task DescribeAsync()
    {
        _fault = null;
        await ExplainedAsync(async () => _effect = await Reading.DescribeEffectAsync(await CurrentActor.GetAsync(), _destination!, Disposed));
        if (_effect is { IsAllowed: true, ChangesNothing: true })
            await SearchAsync();
    }

    private async Task SearchAsync()
    {
        _isSearching = true;
        await ExplainedAsync(async () =>
        {
            (_left, _right) = _effect!.SupportsOffsets
                ? (Find((await LookAsync(1, _wantedLeft.At)).Messages, _wantedLeft), Find((await LookAsync(1, _wantedRight.At)).Messages, _wantedRight))
                : FindBoth((await LookAsync(_first, null)).Messages);
            var missing = _left is null && _right is null ? "Neither message is" : _left is null ? "The first message is not" : _right is null ? "The second message is not" : null;
            _searched = missing is null ? null
                : _effect.SupportsOffsets ? $"{missing} in its place any more: retention or compaction removed it, or the log was made anew."
                : $"{missing} among those read. It may stand further back, have been consumed, or have expired.";
        });
        _isSearching = false;
    }

    private async Task<MessageLook> LookAsync(int count, long? offset) => await Reading.BrowseAsync(
        await CurrentActor.GetAsync(),
        offset is { } position
            ? new BrowseRequest { Destination = _destination!, Count = count }.At(position, _effect?.Partitions is not null)
            : new BrowseRequest { Destination = _destination!, Count = count },
        "",
        Disposed);

    private (MessageEnvelope? Left, MessageEnvelope? Right) FindBoth(IReadOnlyList<MessageEnvelope> messages)
    {
        var left = Find(messages, _wantedLeft);
        // Two equal messages have the same fingerprint: the other one is meant.
        return (left, Find([.. messages.Where(m => !ReferenceEquals(m, left))], _wantedRight));
    }

    private static MessageEnvelope? Find(IReadOnlyList<MessageEnvelope> messages, (string Fingerprint, long At) wanted)
        => messages.FirstOrDefault(m => m.Identity.Fingerprint == wanted.Fingerprint && m.Position == wanted.At)
            ?? messages.FirstOrDefault(m => m.Identity.Fingerprint == wanted.Fingerprint);

    private async Task ExplainedAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (OperationCanceledException) when (Disposed.IsCancellationRequested)
        {
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _fault = fault;
        }
    }
}
