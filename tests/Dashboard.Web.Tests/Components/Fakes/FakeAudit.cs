using Dashboard.Core.Audit;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>An audit in memory, with hashes that mean nothing.</summary>
public sealed class FakeAudit : IAuditLog
{
    public List<AuditRecord> Records { get; } = [];

    public long? Break { get; set; }

    public List<AuditSearch> Searches { get; } = [];

    public Task<AuditRecord> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var record = new AuditRecord(Records.Count + 1, Sample.Now.AddSeconds(Records.Count), entry, new string('a', 64));
        Records.Add(record);
        return Task.FromResult(record);
    }

    public Task<AuditPage> SearchAsync(AuditSearch search, CancellationToken cancellationToken)
    {
        Searches.Add(search);
        var found = Records.Where(r => (search.Outcome is null || r.Entry.Outcome == search.Outcome)
            && (search.Actor is null || r.Entry.Actor == search.Actor)
            && $"{r.Entry.Actor} {r.Entry.Action} {r.Entry.Target} {r.Entry.Detail}".Contains(search.Text, StringComparison.OrdinalIgnoreCase)).Reverse().ToList();
        return Task.FromResult(new AuditPage([.. found.Skip(search.Offset).Take(search.Limit)], found.Count));
    }

    public Task<long?> FindBreakAsync(CancellationToken cancellationToken) => Task.FromResult(Break);
}
