using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Messages;

/// <summary>One message under its own address. On a log it is read by its offset; elsewhere it is searched for, and said so when it is not found.</summary>
public sealed partial class MessagePage
{
    private DestinationRef? _destination;
    private string _fingerprint = "";
    private long? _position;
    private int _first = 100;
    private MessageForm? _form;
    private BrowseEffect? _effect;
    private Fault? _fault;
    private MessageEnvelope? _message;
    private long _examined;
    private string _stopReason = "";
    private DateTimeOffset? _foundAt;
    private bool _searched;
    private bool _isSearching;

    [Inject]
    private IMessageReading Reading { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    protected override bool FollowsSnapshots => false;

    /// <summary>A log is asked for the place; elsewhere messages have none that lasts.</summary>
    private bool IsByPlace => _effect is { SupportsOffsets: true } && _position is not null;

    private string PlaceWords => MessagePlace.Words(_position!.Value, _effect!.Partitions is not null);

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        var address = PageAddress.Of(Navigation);
        if (address["c"] is not { Length: > 0 } connection || address["kind"] is not { Length: > 0 } kind || address["id"] is not { Length: > 0 } id)
            return;
        _destination = new DestinationRef(new ConnectionId(connection), kind, address["scope"] ?? "", address["name"] ?? "");
        _fingerprint = id;
        _form = MessageLinks.FormOf(address["do"]);
        _position = long.TryParse(address["at"], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null;
        if (int.TryParse(address["first"], NumberStyles.None, CultureInfo.InvariantCulture, out var first))
            _first = Math.Clamp(first, 1, BrowseRequest.MaxCount);
    }

    protected override async Task OnInteractiveAsync()
    {
        if (_destination is null)
            return;
        await DescribeAsync();
        StateHasChanged();
    }

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
            var request = new BrowseRequest { Destination = _destination!, Count = _first };
            var look = await Reading.BrowseAsync(
                await CurrentActor.GetAsync(), IsByPlace ? request.At(_position!.Value, _effect!.Partitions is not null) : request, "", Disposed);
            (_searched, _examined, _stopReason) = (true, look.Examined, look.StopReason);
            _message = look.Messages.FirstOrDefault(m => m.Identity.Fingerprint == _fingerprint);
            _foundAt = Time.GetUtcNow();
        });
        _isSearching = false;
    }

    private Task ReadWholeAsync() => ExplainedAsync(async () =>
    {
        var whole = await WholeMessage.ReadAsync(Reading, await CurrentActor.GetAsync(), _message!, _effect!.SupportsOffsets, Disposed);
        (_message, _searched) = (whole, true);
    });

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
