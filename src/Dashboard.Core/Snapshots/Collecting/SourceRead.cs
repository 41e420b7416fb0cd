using Dashboard.Core.Concurrency;

namespace Dashboard.Core.Snapshots.Collecting;

/// <summary>Reads a source once, within its time limit. Never throws.</summary>
internal static class SourceRead
{
    private const int MaxMessageLength = 500;

    public static async Task<SourceResult> RunAsync(
        SectionSource source, ISet<string> declaredSections, SourceContext context, TimeProvider time, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        SourceResult Result() => new(context.Now, time.GetElapsedTime(started));
        SourceResult Failure(SourceProblemKind kind, string message, Exception? cause) => Result() with
        {
            IsFailure = true,
            FailureKind = kind,
            FailureMessage = message.Length > MaxMessageLength ? string.Concat(message.AsSpan(0, MaxMessageLength), "…") : message,
            Cause = cause,
        };

        using var limit = new CancellationTokenSource(source.TimeLimit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var token = linked.Token;
        // On the pool: a provider's parsing must not hold up the loop that all sources share.
        var work = Task.Run(() => source.ReadAsync(context, token), CancellationToken.None);
        try
        {
            var reading = await work.WaitAsync(token);
            if (reading.Tables.FirstOrDefault(t => !declaredSections.Contains(t.Definition.Id)) is { } undeclared)
                return Failure(SourceProblemKind.Unexpected, $"The source '{source.Id}' gave an undeclared section '{undeclared.Definition.Id}'.", null);
            return Result() with { Reading = reading };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Result() with { Overdue = work.Observed() };
        }
        catch (OperationCanceledException cancelled)
        {
            var failure = Failure(SourceProblemKind.TimedOut, $"No answer within {source.TimeLimit.TotalSeconds:0.#} s.", cancelled);
            return failure with { Overdue = work.Observed() };
        }
        catch (SourceException failure)
        {
            return Failure(failure.Kind, failure.Message, failure);
        }
        catch (Exception failure)
        {
            return Failure(SourceProblemKind.Unexpected, $"{failure.GetType().Name}: {failure.Message}", failure);
        }
    }
}
