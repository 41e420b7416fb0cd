using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Tests.Shared.Operations;

/// <summary>What the fake broker does with a message sent to it.</summary>
public enum FakeFate
{
    Confirm,
    Return,
    Nack,
    NotSent,

    /// <summary>Stores it, and never confirms.</summary>
    StaySilent,

    /// <summary>Loses every connection before it stores it.</summary>
    CutBeforeStoring,

    /// <summary>Stores it and loses every connection before it confirms.</summary>
    CutAfterStoring,
}

/// <summary>
/// A scriptable broker: queues with unacknowledged messages and redelivery in place, confirms, returns, nacks, faults, alarms.
/// </summary>
public sealed partial class FakeBroker : IBrokerConnection, IConnectionRegistry
{
    private readonly Dictionary<string, FakeQueue> _queues = new(StringComparer.Ordinal);
    private readonly HashSet<ILostWithTheConnection> _sessions = [];

    public static readonly ConnectionId Id = new("fake");

    public Lock Sync { get; } = new();

    public ConnectionInfo Info { get; set; } = new(Id, "Fake", new BrokerKind("fake"), new EnvironmentTag("test"), IsReadOnly: false);

    /// <summary>Decides the fate of each message sent; called with the queue's name and the message.</summary>
    public Func<string, FakeMessage, FakeFate> FateOf { get; set; } = (_, _) => FakeFate.Confirm;

    /// <summary>Called before every act of a session, with its name: <c>send</c>, <c>remove</c>, <c>read</c>; may throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public Action<string> After { get; set; } = _ => { };

    public bool IsDown { get; set; }

    public string? BlockedReason { get; set; }

    /// <summary>Highest number of messages that were sent and not removed at one time.</summary>
    public int MostUnsettled { get; private set; }

    public int Opened { get; private set; }

    public FakeEditor Editor { get; } = new();

    public IReadOnlyList<IBrokerConnection> All => [this];

    public FakeQueue this[string name] => _queues[name];

    public static DestinationRef QueueRef(string name) => new(Id, "queue", "/", name);

    public static PublishAddress AddressOf(string name) => new(QueueRef(name));

    public IBrokerConnection? Find(ConnectionId id) => id == Id ? this : null;

    public FakeQueue Declare(string name, int messages = 0, Func<int, FakeMessage>? make = null)
    {
        make ??= i => new FakeMessage($"{name}-{i}", null, $"body of {name} {i}");
        var queue = _queues[name] = new FakeQueue(QueueRef(name));
        for (var i = 0; i < messages; i++)
            queue.Add(make(i));
        return queue;
    }

    public void Delete(string name)
    {
        lock (Sync)
        {
            _queues.Remove(name);
            CutAll();
        }
    }

    /// <summary>Every connection is lost: what was unsettled is back in its place, fates not told are unknown.</summary>
    public void CutAll()
    {
        List<ILostWithTheConnection> lost;
        lock (Sync)
        {
            lost = [.. _sessions];
            _sessions.Clear();
            lost.ForEach(session => session.Lose());
        }
    }

    /// <summary>Killed and started again: connections are lost, and the queue forgets its last removals.</summary>
    public void Crash(string queue, int forgottenAcks)
    {
        lock (Sync)
        {
            CutAll();
            _queues[queue].Crash(forgottenAcks);
        }
    }

    public T? Find<T>()
        where T : class, ICapability
        => this as T ?? (T?)(new object[] { new Publisher(this), new Browser(this), new Transfer(this), new Inspector(this), new Purger(this), Editor }).FirstOrDefault(one => one is T);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Check()
    {
        if (IsDown)
            throw new BrokerException("The broker cannot be reached.", "connection refused");
    }

    private FakeQueue Existing(DestinationRef name)
        => _queues.TryGetValue(name.Name, out var queue) ? queue : throw new BrokerException($"{name.Describe()} does not exist.", "NOT_FOUND");

    private void CountUnsettled() => MostUnsettled = Math.Max(MostUnsettled, _sessions.OfType<PublishSession>().Sum(session => session.Pending));

    private interface ILostWithTheConnection
    {
        void Lose();
    }

    private sealed class Inspector(FakeBroker broker) : IDestinationInspector
    {
        public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

        public Task<DestinationFacts> InspectAsync(DestinationRef destination, CancellationToken cancellationToken)
        {
            lock (broker.Sync)
            {
                broker.Check();
                if (!broker._queues.TryGetValue(destination.Name, out var queue))
                    return Task.FromResult(new DestinationFacts { Destination = destination, Exists = false });
                return Task.FromResult(new DestinationFacts
                {
                    Destination = destination,
                    Exists = true,
                    IsLog = queue.IsLog,
                    ReadyMessages = Metric.Exact(queue.ReadyCount),
                    UnackedMessages = Metric.Exact(queue.UnackedCount),
                    Consumers = Metric.Exact(queue.Consumers),
                });
            }
        }

        public Task<AddressReach> ReachAsync(PublishAddress address, CancellationToken cancellationToken)
        {
            lock (broker.Sync)
            {
                broker.Check();
                var exists = broker._queues.ContainsKey(address.Destination.Name);
                IReadOnlyList<Consequence> consequences = exists ? [new Consequence(Tone.Info, "It is a fake.")] : [];
                return Task.FromResult(new AddressReach(address, exists, exists ? [address.Destination] : [], null, consequences));
            }
        }
    }

    private sealed class Purger(FakeBroker broker) : IDestinationPurger
    {
        public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

        public Task<Metric> PurgeAsync(DestinationRef destination, CancellationToken cancellationToken)
        {
            lock (broker.Sync)
            {
                broker.Check();
                return Task.FromResult(Metric.Exact(broker.Existing(destination).Purge()));
            }
        }
    }
}
