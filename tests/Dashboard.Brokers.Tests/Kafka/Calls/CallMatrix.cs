using System.Diagnostics;

namespace Dashboard.Brokers.Tests.Kafka.Calls;

/// <summary>Every call in every state of a broker, each in a process of its own. Kills the broker at the end.</summary>
/// <param name="bootstrap">A broker of one node.</param>
/// <param name="saslBootstrap">Its SASL listener.</param>
/// <param name="monitor">User and password of somebody who may look and change nothing.</param>
/// <param name="broker">Its process.</param>
internal sealed class CallMatrix(string bootstrap, string saslBootstrap, (string User, string Password) monitor, Process broker)
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
    private readonly List<CallOutcome> _outcomes = [];

    public async Task<IReadOnlyList<CallOutcome>> RunAsync(IReadOnlyList<string> calls)
    {
        using (var prepare = new ProbeRun("Prepare", bootstrap))
        {
            var prepared = await prepare.EndAsync("");
            if (prepared.Words != "done")
                throw new InvalidOperationException($"The names could not be made: {prepared.Words}");
        }

        await EachAsync(calls, Absent, call => new ProbeRun(call, bootstrap, isPresent: false));
        await EachAsync(calls, Denied, call => new ProbeRun(call, saslBootstrap, properties: Sasl(monitor.Password)));
        await EachAsync(calls, WrongPassword, call => new ProbeRun(call, saslBootstrap, properties: Sasl("wrong")));
        await EachAsync(calls, Up, call => new ProbeRun(call, bootstrap));
        await EachAsync(calls, Down, call => new ProbeRun(call, "127.0.0.1:1"));
        await using (var stub = new LackingBroker())
            await EachAsync(calls, Lacking, call => new ProbeRun(call, stub.Address));
        await UnderWayAsync(calls, Frozen, isFatal: false);
        await UnderWayAsync(calls, Killed, isFatal: true);
        return _outcomes;
    }

    private string[] Sasl(string password)
        => ["security.protocol=SASL_PLAINTEXT", "sasl.mechanism=SCRAM-SHA-512", $"sasl.username={monitor.User}", $"sasl.password={password}"];

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
                var started = some.Select(call => new ProbeRun(call, bootstrap, waits: true)).ToList();
                runs.AddRange(started);
                foreach (var run in started)
                    await run.ReadyAsync();
            }

            await SignalAsync("STOP");
            foreach (var run in runs)
                run.Go();
            await Task.Delay(1500);
            if (isFatal)
                broker.Kill();
            _outcomes.AddRange(await Task.WhenAll(runs.Select(run => run.EndAsync(state))));
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
            if (!isFatal)
                await SignalAsync("CONT");
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, broker.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
