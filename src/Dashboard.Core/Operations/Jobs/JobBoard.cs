using System.Globalization;
using System.Text;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Jobs;

/// <inheritdoc cref="IJobBoard"/>
internal sealed class JobBoard(JobTable table, IJobStore store, IJobLedgerStore ledgers) : IJobBoard
{
    private const int PageSize = 5000;

    public IReadOnlyList<Job> Recent => table.Recent;

    public async Task<Job?> FindAsync(string jobId, CancellationToken cancellationToken)
        => table.Find(jobId) ?? await store.FindAsync(jobId, cancellationToken);

    public Task<IReadOnlyList<JobEvent>> TimelineAsync(string jobId, CancellationToken cancellationToken) => store.TimelineAsync(jobId, cancellationToken);

    public Task<OutcomePage> OutcomesAsync(string jobId, OutcomeSearch search, CancellationToken cancellationToken)
        => ledgers.OutcomesAsync(jobId, search, cancellationToken);

    public async Task WriteReportAsync(string jobId, Stream destination, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(destination, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteLineAsync("sequence,outcome,identity,target,size_bytes,at,detail".AsMemory(), cancellationToken);
        long last = 0;
        while (true)
        {
            var page = await ledgers.OutcomesAfterAsync(jobId, last, PageSize, cancellationToken);
            if (page.Count == 0)
                return;
            foreach (var outcome in page)
                await writer.WriteLineAsync(LineOf(outcome).AsMemory(), cancellationToken);
            last = page[^1].Sequence;
        }
    }

    public Task<long> WaitForChangeAsync(long version, CancellationToken cancellationToken) => table.WaitForChangeAsync(version, cancellationToken);

    private static string LineOf(MessageOutcome outcome)
        => string.Join(
            ',',
            outcome.Sequence.ToString(CultureInfo.InvariantCulture),
            outcome.Kind.ToString(),
            Field(outcome.Identity),
            Field(outcome.Target),
            outcome.Size.ToString(CultureInfo.InvariantCulture),
            outcome.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            Field(outcome.Detail ?? ""));

    /// <summary>Quoted; and a text that a spreadsheet would take for a formula is not one.</summary>
    private static string Field(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
