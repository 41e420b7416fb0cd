using System.Text;

namespace Dashboard.Brokers.Tests.Kafka.Calls;

/// <summary>The outcomes as a document.</summary>
internal static class CallTable
{
    public static string Markdown(IReadOnlyList<CallOutcome> outcomes, IReadOnlyList<string> banned, IReadOnlyList<string> guarded)
    {
        var calls = outcomes.Select(o => o.Call).Distinct().Order(StringComparer.Ordinal).ToList();
        var states = new[]
        {
            CallMatrix.Up, CallMatrix.Absent, CallMatrix.Denied, CallMatrix.WrongPassword, CallMatrix.Lacking, CallMatrix.Down, CallMatrix.Frozen, CallMatrix.Killed,
        };
        var text = new StringBuilder(
            """
            # Kafka's admin calls and the process they run in

            A native crash takes every operator's session along, so each admin call of Confluent.Kafka 2.15.1 with librdkafka 2.15.1, as `eng/librdkafka` builds and mends it, was run in a process of its
            own against a real Kafka 4.3.1 (one node) in each state a broker can be in. Each call had a limit of 5 s. This file is written by
            `KAFKA_CALLS_WRITE=1 dotnet test tests/Dashboard.Brokers.Tests --filter AdminCallTests`; the same test holds the code to it.

            - *frozen*: connected, then the broker's process is stopped (SIGSTOP) and the call begins. *killed*: the same, and 1.5 s later the broker is killed.
            - *broker lacks the API* is a stub that offers ApiVersions, Metadata and FindCoordinator only: no Kafka that old starts here.
            - *no right to it*: a SASL user who may look and change nothing. Deletion of topics is asked for on the cluster first: who may Delete there, by All on it for
              one, deletes every topic, whatever the rights on topics say.

            ## What follows


            """);
        text.Append("| call | rule | why |\n|---|---|---|\n");
        foreach (var call in calls)
        {
            var bad = outcomes.Where(o => o.Call == call && o.Aborts).Select(o => o.State).ToList();
            var late = outcomes.Where(o => o.Call == call && o.ExitCode == 3).Select(o => o.State).ToList();
            var rule = banned.Contains(call) ? "**not used**" : guarded.Contains(call) ? "**only where ApiVersions says that it is offered**" : "used";
            var why = bad.Count > 0 ? $"aborts the process: {string.Join("; ", bad)}" : late.Count > 0 ? $"ignores its limit (waited for apart): {string.Join("; ", late)}" : "always comes back";
            text.Append($"| {call} | {rule} | {why} |\n");
        }

        text.Append("\n## What was seen\n\n");
        foreach (var call in calls)
        {
            text.Append($"### {call}\n\n| state of the broker | result | exit code |\n|---|---|---|\n");
            foreach (var outcome in states.Select(state => outcomes.Single(o => o.Call == call && o.State == state)))
                text.Append($"| {outcome.State} | {outcome.Cell} | {outcome.ExitCode} |\n");
            text.Append('\n');
        }

        return text.ToString().TrimEnd() + "\n";
    }
}
