using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations;

/// <summary>Brings back what a job archived: undo of a purge.</summary>
public sealed partial class RestoreDialog
{
    private readonly string _id = "r" + Guid.NewGuid().ToString("N")[..8];
    private bool _elsewhere;
    private DestinationRef? _target;
    private string _routingKey = "";
    private double? _rate;

    /// <summary>The job whose archive is read.</summary>
    [Parameter, EditorRequired]
    public Job Job { get; set; } = default!;

    protected override OperationIntent? Intent => _elsewhere && _target is null
        ? null
        : new OperationIntent
        {
            Kind = OperationKind.Restore,
            Connection = Job.Intent.Connection,
            ArchiveJobId = Job.Id,
            Target = _elsewhere ? new FixedTarget(new PublishAddress(_target!, _target!.Kind == "exchange" ? _routingKey : "")) : null,
            Options = new OperationOptions { RatePerSecond = _rate },
        };

    protected override void Start() => (_elsewhere, _target, _routingKey, _rate) = (false, null, "", null);

    private Task WhereAsync(bool elsewhere)
    {
        _elsewhere = elsewhere;
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

    private Task OnRateAsync(ChangeEventArgs input)
    {
        _rate = double.TryParse(input.Value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate : null;
        return ReplanSoonAsync();
    }
}
