using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Connections;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Configuration;
using ConnectionInfo = Dashboard.Core.Model.ConnectionInfo;

namespace Dashboard.Web.Connections;

/// <summary>
/// What admins do with connections: list, try out, add, change, remove. Each is authorised and audited here, and takes effect at once. Only admins
/// name places that the dashboard connects to.
/// </summary>
internal sealed class ConnectionAdministration(
    IAccessGate gate,
    IAuditLog audit,
    StoredConnections store,
    StoredConnectionOpener opener,
    LiveConnections live,
    ConnectionDrafts drafts,
    DashboardOptions options,
    IJobBoard jobs)
{
    /// <summary>The kinds that can be configured in the page.</summary>
    public IReadOnlyList<IBrokerProvider> Kinds => drafts.Kinds;

    /// <summary>All connections: those from files first, in configured order.</summary>
    public async Task<IReadOnlyList<ManagedConnection>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ManageConnections, null, "connections", cancellationToken);
        var fromFiles = options.Connections.Select(c => new ManagedConnection(c.Info, true, new Dictionary<string, string?>(), [], null, null, null));
        return [.. fromFiles, .. (await store.ListAsync(cancellationToken)).Select(Listed)];
    }

    /// <summary>Opens a connection of its own with the draft, tries every way in, and closes it. Nothing is saved.</summary>
    /// <exception cref="ConnectionRefusedException">The draft has mistakes; nothing was connected to.</exception>
    public async Task<IReadOnlyList<ProbeStep>> TestAsync(Actor actor, ConnectionDraft draft, CancellationToken cancellationToken)
    {
        await DemandAsync(actor, draft.Id, cancellationToken);
        var complete = drafts.Complete(draft, await FindAsync(draft.Id, cancellationToken));
        var settings = drafts.Check(complete);
        await AuditAsync(actor, "connection.test", complete.Id, drafts.Describe(complete), cancellationToken);
        await using var connection = drafts.ProviderOf(complete).Create(settings);
        return connection.Find<IConnectionProbe>() is { } probe
            ? await probe.ProbeAsync(cancellationToken)
            : [new ProbeStep("Settings", Tone.Unknown, "They are complete. This kind of broker cannot be tried out before it is saved.")];
    }

    /// <summary>Saves a further connection and opens it.</summary>
    /// <exception cref="ConnectionRefusedException">It has mistakes or its id is taken; nothing was saved.</exception>
    public async Task AddAsync(Actor actor, ConnectionDraft draft, CancellationToken cancellationToken)
    {
        await DemandAsync(actor, draft.Id, cancellationToken);
        if (IsFromFile(draft.Id) || await FindAsync(draft.Id, cancellationToken) is not null)
            throw new ConnectionRefusedException($"There is a connection '{draft.Id}' already.", [new("Id", "is taken; each connection has an id of its own.")]);
        var settings = drafts.Check(draft);
        await AuditAsync(actor, "connection.add", draft.Id, drafts.Describe(draft), cancellationToken);
        await store.SaveAsync(draft, actor.Name, cancellationToken);
        await live.AddAsync(settings, CancellationToken.None);
    }

    /// <summary>Changes a connection that was made in the page, and opens it anew.</summary>
    /// <exception cref="ConnectionRefusedException">It has mistakes, is from a file, or a job works there; nothing was changed.</exception>
    public async Task ChangeAsync(Actor actor, ConnectionDraft draft, CancellationToken cancellationToken)
    {
        await DemandAsync(actor, draft.Id, cancellationToken);
        var stored = await StoredAsync(draft.Id, cancellationToken);
        var complete = drafts.Complete(draft, stored);
        var settings = drafts.Check(complete);
        RefuseWhileJobsWork(draft.Id);
        await AuditAsync(actor, "connection.change", complete.Id, drafts.Describe(complete), cancellationToken);
        await store.SaveAsync(complete, actor.Name, cancellationToken);
        await live.ReplaceAsync(settings, CancellationToken.None);
        opener.Forget(complete.Id);
    }

    /// <summary>Removes a connection that was made in the page, with its credentials. The broker is not touched; jobs and audit stay.</summary>
    /// <exception cref="ConnectionRefusedException">It is from a file, or a job works there; nothing was removed.</exception>
    public async Task RemoveAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        await DemandAsync(actor, id, cancellationToken);
        await StoredAsync(id, cancellationToken);
        RefuseWhileJobsWork(id);
        await AuditAsync(actor, "connection.remove", id, null, cancellationToken);
        await store.RemoveAsync(id, cancellationToken);
        await live.RemoveAsync(new ConnectionId(id), CancellationToken.None);
        opener.Forget(id);
    }

    private ManagedConnection Listed(StoredConnection stored)
    {
        var secrets = drafts.SecretsOf(stored.Draft.Kind);
        var problem = stored.IsReadable ? opener.ProblemOf(stored.Draft.Id) : StoredConnectionOpener.Unreadable;
        return new ManagedConnection(
            new ConnectionInfo(new(stored.Draft.Id), stored.Draft.Name, new(stored.Draft.Kind), new(stored.Draft.Environment), stored.Draft.IsReadOnly),
            IsFromFile: false,
            stored.Draft.Values.Where(value => !secrets.Contains(value.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(StringComparer.OrdinalIgnoreCase),
            [.. secrets.Where(stored.Draft.Values.ContainsKey)],
            problem,
            stored.ChangedBy,
            stored.ChangedAt);
    }

    private void RefuseWhileJobsWork(string id)
    {
        var working = jobs.Recent.Where(job => !job.IsEnded && job.Intent.Connection.Value == id).Select(job => job.Id).ToList();
        if (working.Count > 0)
            throw new ConnectionRefusedException($"{Figures.Plural(working.Count, "job works", "jobs work")} on this connection ({string.Join(", ", working)}). Wait for the end, or cancel there first.");
    }

    private bool IsFromFile(string id) => options.Connections.Any(c => c.Info.Id.Value == id);

    private async Task<StoredConnection?> FindAsync(string id, CancellationToken cancellationToken)
        => (await store.ListAsync(cancellationToken)).FirstOrDefault(c => c.Draft.Id == id);

    private async Task<StoredConnection> StoredAsync(string id, CancellationToken cancellationToken)
    {
        if (IsFromFile(id))
            throw new ConnectionRefusedException($"'{id}' comes from the configuration file or the environment. Change it there and restart the dashboard.");
        return await FindAsync(id, cancellationToken) ?? throw new ConnectionRefusedException($"There is no connection '{id}' any more. Somebody may have removed it.");
    }

    private ValueTask DemandAsync(Actor actor, string id, CancellationToken cancellationToken)
        => gate.DemandAsync(actor, Permission.ManageConnections, new ConnectionId(id), $"connection {id}", cancellationToken);

    private Task AuditAsync(Actor actor, string action, string id, string? detail, CancellationToken cancellationToken)
        => audit.AppendAsync(new AuditEntry(actor.Name, action, AuditOutcome.Allowed, id, $"connection {id}", detail, actor.RemoteAddress), cancellationToken);
}
