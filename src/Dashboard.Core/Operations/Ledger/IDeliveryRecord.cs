namespace Dashboard.Core.Operations.Ledger;

/// <summary>
/// Which jobs have worked from which log to which target. What each of them delivered stands in its ledger and nowhere else, so that both can never differ: a job is put
/// here before it sends anything, and is forgotten together with its ledger.
/// </summary>
public interface IDeliveryRecord
{
    /// <summary>Keeps that a job works from a log to a target; once is enough.</summary>
    /// <param name="log">The log, by a name that no other log ever has.</param>
    /// <param name="target">The target in the same way, or the rule that gives each message its own.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task AddAsync(string log, string target, string jobId, CancellationToken cancellationToken);

    /// <summary>The jobs of a log and a target, oldest first.</summary>
    Task<IReadOnlyList<string>> JobsAsync(string log, string target, CancellationToken cancellationToken);

    /// <summary>Forgets jobs whose ledgers are gone.</summary>
    Task ForgetAsync(IReadOnlyList<string> jobIds, CancellationToken cancellationToken);
}
