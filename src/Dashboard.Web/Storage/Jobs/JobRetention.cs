using Dashboard.Core.Operations.Jobs;

namespace Dashboard.Web.Storage.Jobs;

/// <summary>Removes ended jobs with their ledgers and archives when their time is over.</summary>
internal sealed partial class JobRetention(IJobRecovery jobs, TimeProvider time, ILogger<JobRetention> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RemoveAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The dashboard ends.
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await jobs.RemoveExpiredAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            LogNotRemoved(log, failed);
        }
    }

    [LoggerMessage(EventId = 2131, Level = LogLevel.Error, Message = "Expired jobs could not be removed")]
    private static partial void LogNotRemoved(ILogger log, Exception exception);
}
