using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>Where a job's messages go: a broker, an archive file, or nowhere (purge).</summary>
internal interface IJobSink
{
    /// <summary>Where this message is to go. Pure.</summary>
    Route RouteOf(MessageEnvelope message);

    /// <summary>What it takes stands somewhere afterwards. False for a purge.</summary>
    bool KeepsWhatItTakes => true;

    Task<IJobSinkSession> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Which of these rows have arrived after all, where the sink can tell for sure. Asked while no session is open.</summary>
    Task<IReadOnlySet<long>> FindArrivedAsync(IReadOnlyList<OpenRow> doubtful, CancellationToken cancellationToken);
}

/// <summary>A way to send of one session. Dispose closes it at once; fates still open become unknown.</summary>
internal interface IJobSinkSession : IAsyncDisposable
{
    /// <summary>Hands it over; the item is told its fate. See <see cref="IPublishSession.SendAsync"/>.</summary>
    ValueTask SendAsync(WorkItem item, CancellationToken cancellationToken);

    string? BlockedReason { get; }
}

/// <summary>Where a message goes, in words and as an address, or why it cannot go anywhere.</summary>
internal readonly record struct Route(string Target, PublishAddress? Address, string? Refusal)
{
    public static Route To(PublishAddress address) => new(address.Describe(), address, null);

    public static Route Nowhere(string target) => new(target, null, null);

    public static Route Refused(string reason) => new("", null, reason);
}
