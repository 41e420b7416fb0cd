namespace Dashboard.Core.Operations.Jobs;

/// <summary>One job at a time on a source. Others wait in the order they came.</summary>
public interface ISourceClaims
{
    /// <summary>
    /// Waits for the source and takes it until the answer is disposed.
    /// </summary>
    /// <param name="source">What is claimed; two jobs with equal text never hold it together.</param>
    /// <param name="jobId">Who claims.</param>
    /// <param name="waits">Told the job in front whenever there is one to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IDisposable> ClaimAsync(string source, string jobId, Func<string, Task> waits, CancellationToken cancellationToken);
}

/// <summary>Claims within this process; the data folder's lock keeps other processes away.</summary>
public sealed class SourceClaims : ISourceClaims
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, List<Claim>> _claims = new(StringComparer.Ordinal);

    public async Task<IDisposable> ClaimAsync(string source, string jobId, Func<string, Task> waits, CancellationToken cancellationToken)
    {
        var claim = new Claim(this, source, jobId);
        string? holder;
        lock (_sync)
        {
            if (!_claims.TryGetValue(source, out var line))
                _claims[source] = line = [];
            holder = line.Count == 0 ? null : line[0].JobId;
            line.Add(claim);
            if (holder is null)
                claim.Turn.TrySetResult();
        }

        try
        {
            if (holder is not null)
                await waits(holder);
            await claim.Turn.Task.WaitAsync(cancellationToken);
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private void Release(Claim claim)
    {
        lock (_sync)
        {
            if (!_claims.TryGetValue(claim.Source, out var line) || !line.Remove(claim))
                return;
            if (line.Count == 0)
                _claims.Remove(claim.Source);
            else
                line[0].Turn.TrySetResult();
        }
    }

    private sealed class Claim(SourceClaims owner, string source, string jobId) : IDisposable
    {
        public string Source { get; } = source;

        public string JobId { get; } = jobId;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => owner.Release(this);
    }
}
