using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Importing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Web.Components.Operations.Importing;

/// <summary>Takes a file of messages, checks each line, and publishes them in one job.</summary>
public sealed partial class ImportDialog
{
    private readonly string _id = "i" + Guid.NewGuid().ToString("N")[..8];
    private readonly CancellationTokenSource _disposal = new();
    private ImportedFile? _file;
    private Fault? _readFault;
    private bool _isReading;
    private bool _isConfirmed;
    private long _bytes;
    private Where _where;
    private DestinationRef? _target;
    private string _routingKey = "";
    private double? _rate;

    /// <summary>Where messages go unless another place is chosen.</summary>
    [Parameter, EditorRequired]
    public DestinationRef Destination { get; set; } = default!;

    [Inject]
    private IMessageImports Imports { get; set; } = default!;

    protected override OperationIntent? Intent => _file?.ArchiveId is not { } archive || (_where == Where.Elsewhere && _target is null)
        ? null
        : new OperationIntent
        {
            Kind = OperationKind.Restore,
            Connection = Destination.Connection,
            ArchiveJobId = archive,
            Target = _where switch
            {
                Where.Here => new FixedTarget(new PublishAddress(Destination)),
                Where.Elsewhere => new FixedTarget(new PublishAddress(_target!, _target!.Kind == "exchange" ? _routingKey : "")),
                _ => null,
            },
            Options = new OperationOptions { RatePerSecond = _rate },
        };

    protected override void Start()
    {
        (_file, _readFault, _isReading, _isConfirmed, _bytes) = (null, null, false, false, 0);
        (_where, _target, _routingKey, _rate) = (Where.Here, null, "", null);
    }

    protected override async Task OnParametersSetAsync()
    {
        // Closed without a job: nobody will ask for the file again.
        if (!IsOpen && Session is not null && !_isConfirmed)
            await ForgetAsync();
        await base.OnParametersSetAsync();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_disposal.IsCancellationRequested)
            return;
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private async Task TakeAsync(InputFileChangeEventArgs chosen)
    {
        await ForgetAsync();
        (_readFault, _isReading, _bytes) = (null, true, 0);
        try
        {
            if (chosen.File.Size > Imports.MaxBytes)
                throw new OperationRefusedException($"The file has more than {Imports.MaxBytes / (1024 * 1024):N0} MiB. Nothing was read; import it in parts.");
            await using var content = chosen.File.OpenReadStream(Imports.MaxBytes, _disposal.Token);
            var shown = 0L;
            var progress = new Progress<long>(bytes =>
            {
                _bytes = bytes;
                if (bytes - shown < 1024 * 1024)
                    return;
                shown = bytes;
                StateHasChanged();
            });
            _file = await Imports.TakeAsync(await CurrentActor.GetAsync(), Destination.Connection, chosen.File.Name, content, progress, _disposal.Token);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            _readFault = fault;
        }
        finally
        {
            _isReading = false;
        }

        await ReplanAsync();
    }

    private async Task PublishAsync()
    {
        if (Session is null || await Session.SubmitAsync(Typed) is not { } job)
            return;
        _isConfirmed = true;
        Notices.Announce(job);
        await CloseAsync();
    }

    private async Task ForgetAsync()
    {
        var archive = _file?.ArchiveId;
        _file = null;
        if (archive is not null)
            await Imports.ForgetAsync(await CurrentActor.GetAsync(), archive, CancellationToken.None);
    }

    private Task WhereAsync(Where where)
    {
        _where = where;
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

    private enum Where
    {
        Here,
        Back,
        Elsewhere,
    }
}
