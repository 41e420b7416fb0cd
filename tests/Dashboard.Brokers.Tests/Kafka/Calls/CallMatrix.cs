using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Calls;

/// <summary>Every call in every state of a broker, each in a process of its own. Kills the broker at the end.</summary>
/// <param name="kafka">A broker of one node with SASL listeners; it is killed.</param>
internal sealed class CallMatrix(OwnKafka kafka)
{
    public const string Up = "up";
    public const string Absent = "names that do not exist";
    public const string Denied = "no right to it";
    public const string WrongPassword = "wrong password";
    public const string Lacking = "broker lacks the API (a stub)";
    public const string Down = "nothing listens";
    public const string Frozen = "frozen under the call";
    public const string Killed = "killed under the call";

    private const int AtOnce = 3;
    private readonly string _bootstrap = kafka.Variables["LAB_KAFKA_BOOTSTRAP"];
    private readonly string _saslBootstrap = kafka.Variables["LAB_KAFKA_SASL_BOOTSTRAP"];
    private readonly List<CallOutcome> _outcomes = [];

    public async Task<IReadOnlyList<CallOutcome>> RunAsync(IReadOnlyList<string> calls)
    {
        using (var prepare = new ProbeRun("Prepare", _bootstrap))
        {
            var prepared = await prepare.EndAsync("");
            if (prepared.Words != "done")
                throw new InvalidOperationException($"The names could not be made: {prepared.Words}");
        }

        await EachAsync(calls, Absent, call => new ProbeRun(call, _bootstrap, "absent"));
        await EachAsync(calls, Denied, call => new ProbeRun(call, _saslBootstrap, "denied", properties: Sasl(kafka.Variables["LAB_KAFKA_MONITOR_PASSWORD"])));
        await EachAsync(calls, WrongPassword, call => new ProbeRun(call, _saslBootstrap, properties: Sasl("wrong")));
        await EachAsync(calls, Up, call => new ProbeRun(call, _bootstrap));
        await EachAsync(calls, Down, call => new ProbeRun(call, "127.0.0.1:1"));
        await using (var stub = new LackingBroker())
            await EachAsync(calls, Lacking, call => new ProbeRun(call, stub.Address));
        await UnderWayAsync(calls, Frozen, isFatal: false);
        await UnderWayAsync(calls, Killed, isFatal: true);
        return _outcomes;
    }

    private string[] Sasl(string password)
        => ["security.protocol=SASL_PLAINTEXT", "sasl.mechanism=SCRAM-SHA-512", $"sasl.username={kafka.Variables["LAB_KAFKA_MONITOR_USER"]}", $"sasl.password={password}"];

    private async Task EachAsync(IReadOnlyList<string> calls, string state, Func<string, ProbeRun> start)
    {
        foreach (var some in calls.Chunk(AtOnce))
        {
            _outcomes.AddRange(await Task.WhenAll(some.Select(async call =>
            {
                using var run = start(call);
                return await run.EndAsync(state);
            })));
        }
    }

    // All are connected first; then the broker stands still, the calls begin, and it goes on or dies.
    private async Task UnderWayAsync(IReadOnlyList<string> calls, string state, bool isFatal)
    {
        var runs = new List<ProbeRun>();
        try
        {
            foreach (var some in calls.Chunk(AtOnce))
            {
                var started = some.Select(call => new ProbeRun(call, _bootstrap, waits: true)).ToList();
                runs.AddRange(started);
                foreach (var run in started)
                    await run.ReadyAsync();
            }

            await kafka.FreezeAsync();
            foreach (var run in runs)
                run.Go();
            await Task.Delay(1500);
            if (isFatal)
                kafka.Kill();
            _outcomes.AddRange(await Task.WhenAll(runs.Select(run => run.EndAsync(state))));
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
            if (!isFatal)
                await kafka.ContinueAsync();
        }
    }
}
