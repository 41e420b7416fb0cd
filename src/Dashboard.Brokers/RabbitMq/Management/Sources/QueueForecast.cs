using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>Works out how long each queue takes to drain or to fill, from its counts and its rates of now.</summary>
internal static class QueueForecast
{
    private const string NotKnown = "Its rates are not known.";
    private const string NotShrinking = "It does not shrink at the rates of now.";
    private const string NotGrowing = "It does not grow at the rates of now.";
    private const string NoLimit = "It has no max length.";

    /// <summary>The table with both columns filled in. Cells are as old as the rates.</summary>
    public static SectionTable Write(SectionTable table)
    {
        var queues = new QueueColumns(table);
        var (drain, full) = (new double[table.RowCount], new double[table.RowCount]);
        var (whyNoDrain, whyNoFull) = (new string?[table.RowCount], new string?[table.RowCount]);
        for (var row = 0; row < table.RowCount; row++)
        {
            var (ready, arriving, done) = queues.IsStream(row)
                ? (double.NaN, double.NaN, double.NaN)
                : (queues.Ready.NumberAt(row), queues.Publish.NumberAt(row), queues.Done(row));
            var isKnown = !double.IsNaN(ready + arriving + done);
            drain[row] = isKnown ? Forecast.TimeToDrain(ready, arriving, done) : double.NaN;
            full[row] = isKnown ? Forecast.TimeToFull(ready, queues.MaxLength.NumberAt(row), arriving, done) : double.NaN;
            whyNoDrain[row] = !isKnown ? NotKnown : double.IsNaN(drain[row]) ? NotShrinking : null;
            whyNoFull[row] = !queues.MaxLength.HasValue(row) ? NoLimit : !isKnown ? NotKnown : double.IsNaN(full[row]) ? NotGrowing : null;
        }

        return table.With("time_to_drain", Column(drain, whyNoDrain)).With("time_to_full", Column(full, whyNoFull));

        NumberColumn Column(double[] seconds, string?[] reasons) => new(seconds)
        {
            UnavailableReason = queues.Publish.UnavailableReason,
            ReadAtMilliseconds = queues.Publish.ReadAtMilliseconds,
            MissingReasons = reasons,
        };
    }
}
