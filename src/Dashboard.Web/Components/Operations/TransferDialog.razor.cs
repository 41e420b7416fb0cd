using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Messages;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations;

/// <summary>Moves, copies or replays messages of one destination.</summary>
public sealed partial class TransferDialog
{
    private readonly string _id = "x" + Guid.NewGuid().ToString("N")[..8];
    private Which _which;
    private long? _first = 1;
    private string _filter = "";
    private DestinationRef? _target;
    private string _routingKey = "";
    private bool _byRoute;
    private bool _canary;
    private double? _rate;
    private bool _keepExpiration;
    private bool _keepTimestamp;
    private bool _keepPartition;
    private bool _takeDelivered;
    private int? _partition;
    private LogBounds? _bounds;
    private bool _areBoundsWrong;

    /// <summary><see cref="OperationKind.Move"/>, <see cref="OperationKind.Copy"/> or <see cref="OperationKind.Replay"/>.</summary>
    [Parameter, EditorRequired]
    public OperationKind Kind { get; set; }

    [Parameter, EditorRequired]
    public DestinationRef Source { get; set; } = default!;

    /// <summary>Messages picked by hand; empty where none were.</summary>
    [Parameter]
    public IReadOnlyList<MessageIdentity> Chosen { get; set; } = [];

    /// <summary>A filter to begin with; empty for none.</summary>
    [Parameter]
    public string Filter { get; set; } = "";

    protected override OperationIntent? Intent => Selection is { } selection && Target is { } target && !_areBoundsWrong
        ? new OperationIntent
        {
            Kind = Kind,
            Connection = Source.Connection,
            Source = Source,
            Selection = selection,
            Bounds = _which == Which.Chosen ? null : _bounds,
            Target = target,
            Options = new OperationOptions { CanaryFirst = _canary, RatePerSecond = _rate, KeepExpiration = _keepExpiration && Offers(CopyChoices.Expiration), KeepTimestamp = _keepTimestamp && Offers(CopyChoices.Timestamp), KeepPartition = _keepPartition && Offers(CopyChoices.Partition), TakeDelivered = _takeDelivered },
        }
        : null;

    [Inject]
    private IConnectionRegistry Connections { get; set; } = default!;

    /// <summary>Parts of the source can be told by partition, offset and time.</summary>
    private bool IsLog => Connections.Find(Source.Connection)?.Find<IMessageTransfer>() is { HasPartitions: true };

    /// <summary>Whether the broker that the copies go to leaves this to choose.</summary>
    private bool Offers(CopyChoices choice)
        => Connections.Find(Kind == OperationKind.Replay || _target is null ? Source.Connection : _target.Connection)?.Find<IMessagePublisher>() is { } publisher
            ? publisher.Copies.HasFlag(choice)
            : choice == CopyChoices.Expiration;

    private string Verb => Kind.ToString();

    private MessageSelection? Selection => _which switch
    {
        Which.Chosen => new ChosenMessages(Chosen),
        Which.First => _first is > 0 ? new FirstMessages(_first.Value) : null,
        Which.Filter => _filter.Trim().Length > 0 && MessageFilter.Problem(_filter) is null ? new MatchingMessages(_filter.Trim()) : null,
        _ => new AllMessages(),
    };

    private TransferTarget? Target => Kind == OperationKind.Replay
        ? new OriginTarget(_byRoute)
        : _target is { } target ? new FixedTarget(new PublishAddress(target, target.Kind == "exchange" ? _routingKey : "") { Partition = Offers(CopyChoices.Partition) ? _partition : null }) : null;

    private string Missing => _areBoundsWrong ? "Say which part of it is meant." : Target is null ? "Choose where the messages go." : "Say which messages.";

    protected override void Start()
    {
        _which = Chosen.Count > 0 ? Which.Chosen : Filter.Length > 0 ? Which.Filter : Which.All;
        _filter = Filter;
        (_first, _target, _routingKey, _byRoute, _canary, _rate, _keepExpiration) = (1, null, "", false, false, null, false);
        (_keepTimestamp, _keepPartition, _takeDelivered, _partition, _bounds, _areBoundsWrong) = (false, false, false, null, null, false);
    }

    private Task ChooseAsync(Which which)
    {
        _which = which;

        // The fields of the part go with this choice, and with them what stood there.
        if (which == Which.Chosen)
            (_bounds, _areBoundsWrong) = (null, false);
        return ReplanAsync();
    }

    private Task OnFirstAsync(ChangeEventArgs input)
    {
        _first = long.TryParse(input.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
        _which = Which.First;
        return ReplanSoonAsync();
    }

    private Task OnFilterAsync(string filter)
    {
        _filter = filter;
        return ReplanSoonAsync();
    }

    private Task RouteAsync(bool byRoute)
    {
        _byRoute = byRoute;
        return ReplanAsync();
    }

    private Task OnTargetAsync(DestinationRef? target)
    {
        _target = target;
        return ReplanAsync();
    }

    private Task OnKeyAsync(ChangeEventArgs input)
    {
        _routingKey = input.Value as string ?? "";
        return ReplanSoonAsync();
    }

    private Task OnCanaryAsync(ChangeEventArgs input)
    {
        _canary = input.Value is true;
        return ReplanAsync();
    }

    private Task OnRateAsync(ChangeEventArgs input)
    {
        _rate = double.TryParse(input.Value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate : null;
        return ReplanSoonAsync();
    }

    private Task OnTimestampAsync(ChangeEventArgs input)
    {
        _keepTimestamp = input.Value is true;
        return ReplanAsync();
    }

    private Task OnKeepPartitionAsync(ChangeEventArgs input)
    {
        _keepPartition = input.Value is true;
        return ReplanAsync();
    }

    private Task OnTakeDeliveredAsync(ChangeEventArgs input)
    {
        _takeDelivered = input.Value is true;
        return ReplanAsync();
    }

    private Task OnPartitionAsync(ChangeEventArgs input)
    {
        // A number that is no partition is for the plan to refuse: it must not become "by key".
        _partition = int.TryParse(input.Value as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var partition) ? partition : null;
        return ReplanSoonAsync();
    }

    private Task OnBoundsAsync(LogBounds? bounds)
    {
        (_bounds, _areBoundsWrong) = (bounds, false);
        return ReplanSoonAsync();
    }

    private Task OnBoundsMistakeAsync()
    {
        _areBoundsWrong = true;
        return ReplanAsync();
    }

    private Task OnExpirationAsync(ChangeEventArgs input)
    {
        _keepExpiration = input.Value is true;
        return ReplanAsync();
    }

    private enum Which
    {
        All,
        First,
        Filter,
        Chosen,
    }
}
