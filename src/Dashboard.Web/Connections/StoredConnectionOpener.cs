using System.Collections.Concurrent;
using Dashboard.Core.Connections;
using Dashboard.Web.Configuration;

namespace Dashboard.Web.Connections;

/// <summary>Opens the stored connections when the dashboard starts. One that cannot be opened is listed with the reason and holds nothing up.</summary>
internal sealed partial class StoredConnectionOpener(
    StoredConnections store, LiveConnections live, ConnectionDrafts drafts, DashboardOptions options, ILogger<StoredConnectionOpener> log)
{
    public const string Unreadable = "Its settings cannot be decrypted: the key is not in the data folder any more. Enter them anew, or remove it.";

    private readonly ConcurrentDictionary<string, string> _problems = new();

    /// <summary>Why a stored connection is not open; null where it is.</summary>
    public string? ProblemOf(string id) => _problems.GetValueOrDefault(id);

    public async Task OpenAllAsync(CancellationToken cancellationToken)
    {
        foreach (var stored in await store.ListAsync(cancellationToken))
        {
            if (await OpenAsync(stored, cancellationToken) is not { } problem)
                continue;
            _problems[stored.Draft.Id] = problem;
            LogNotOpened(log, stored.Draft.Id, problem);
        }
    }

    /// <summary>It was saved anew or removed: what was wrong with it does not count any more.</summary>
    public void Forget(string id) => _problems.TryRemove(id, out _);

    private async Task<string?> OpenAsync(StoredConnection stored, CancellationToken cancellationToken)
    {
        if (!stored.IsReadable)
            return Unreadable;
        if (options.Connections.Any(c => c.Info.Id.Value == stored.Draft.Id))
            return "A connection of the same id is configured in a file, and that one is used.";
        try
        {
            await live.AddAsync(drafts.Check(stored.Draft), cancellationToken);
            return null;
        }
        catch (ConnectionRefusedException refused)
        {
            return string.Join(' ', refused.Problems.Select(p => $"{p.Key} {p.Message}").DefaultIfEmpty(refused.Message));
        }
        catch (ArgumentException refused)
        {
            return refused.Message;
        }
    }

    [LoggerMessage(EventId = 2151, Level = LogLevel.Error, Message = "The stored connection {Connection} was not opened: {Problem}")]
    private static partial void LogNotOpened(ILogger log, string connection, string problem);
}
