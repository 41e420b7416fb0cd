using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>
/// Which queues and exchanges a policy matches and which policy wins there, by the broker's rule: of those whose pattern and kind match, the one with
/// the highest priority applies, alone. Patterns are judged here as .NET reads them, which differs from the broker's reading in rare constructs only.
/// </summary>
internal sealed class PolicyReach(IReadOnlyList<PolicyReach.Target> targets, IReadOnlyList<PolicyReach.Policy> policies)
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromMilliseconds(50);

    /// <summary>A queue or an exchange.</summary>
    public sealed record Target(string Kind, string Name, string Type);

    /// <summary>A policy as far as it matters here.</summary>
    public sealed record Policy(string Name, string Pattern, string ApplyTo, long Priority, IReadOnlyList<string> Settings);

    public static Policy Read(JsonElement policy) => new(
        policy.Text("name") ?? "",
        policy.Text("pattern") ?? "",
        policy.Text("apply-to") ?? "all",
        policy.Integer("priority") ?? 0,
        [.. policy.Member("definition").Fields().Select(field => field.Name)]);

    /// <summary>Why the pattern cannot be judged; null where it can.</summary>
    public static string? MistakeIn(string pattern)
    {
        try
        {
            _ = Make(pattern);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>What comes of setting <paramref name="after"/> (null: of deleting the one of this name).</summary>
    public IEnumerable<Consequence> Change(string name, Policy? after)
    {
        var rest = policies.Where(policy => policy.Name != name).ToList();
        var before = policies.FirstOrDefault(policy => policy.Name == name);
        var isNew = Matcher(after);
        var won = new List<(Target Target, Policy? Instead)>();
        var stays = new List<(Target Target, Policy Other)>();
        var lost = new List<(Target Target, Policy? Next)>();
        var others = rest.Select(policy => (Policy: policy, Matches: Matcher(policy))).OrderByDescending(one => one.Policy.Priority).ToList();
        var was = Matcher(before);
        foreach (var target in targets)
        {
            var other = others.FirstOrDefault(one => one.Matches(target)).Policy;
            var didApply = was(target) && (other is null || before!.Priority > other.Priority);
            if (isNew(target) && (other is null || after!.Priority > other.Priority))
                won.Add((target, didApply ? null : other));
            else if (isNew(target))
                stays.Add((target, other!));
            else if (didApply)
                lost.Add((target, other));
        }

        return [.. Won(won, after), .. PassedBy(after), .. stays.GroupBy(one => one.Other).Select(group => Stays(group.Key, after!, [.. group.Select(one => one.Target)])), .. Lost(lost, name, before)];
    }

    private static IEnumerable<Consequence> Won(List<(Target Target, Policy? Instead)> won, Policy? after)
    {
        if (after is null)
            yield break;
        yield return won.Count == 0
            ? new(Tone.Info, "It applies to nothing that is there now; it will to what is made later and matches.")
            : new(Tone.Info, $"It applies to {Names(won.Select(one => one.Target))}.");
        foreach (var group in won.Where(one => one.Instead is not null).GroupBy(one => one.Instead!))
        {
            var dropped = group.Key.Settings.Except(after.Settings).ToList();
            var gone = dropped.Count == 0 ? "" : $" What only that one sets no longer applies there: {string.Join(", ", dropped)}.";
            yield return new(Tone.Warning, $"It takes the place of policy {group.Key.Name} (priority {group.Key.Priority}) on {Names(group.Select(one => one.Target))}: only one policy applies.{gone}");
        }
    }

    private static Consequence Stays(Policy other, Policy after, IReadOnlyList<Target> there) => other.Priority == after.Priority
        ? new(Tone.Warning, $"Policy {other.Name} has the same priority ({other.Priority}) and matches {Names(there)} too: which of them applies is not defined.")
        : new(Tone.Warning, $"Policy {other.Name} (priority {other.Priority}) stays in force on {Names(there)}: its priority is higher.");

    private static IEnumerable<Consequence> Lost(List<(Target Target, Policy? Next)> lost, string name, Policy? before)
        => lost.GroupBy(one => one.Next).Select(group => group.Key is { } next
            ? new Consequence(Tone.Warning, $"Policy {next.Name} (priority {next.Priority}) comes into force on {Names(group.Select(one => one.Target))}.")
            : new Consequence(Tone.Warning, $"{Names(group.Select(one => one.Target))} {(group.Count() == 1 ? "has" : "have")} no policy without {name}: {string.Join(", ", before!.Settings)} no longer {(before.Settings.Count == 1 ? "applies" : "apply")}."));

    private static string Names(IEnumerable<Target> targets)
    {
        var all = targets.ToList();
        var queues = all.Count(target => target.Kind == "queue");
        var exchanges = all.Count - queues;
        var counts = string.Join(" and ", new[] { Count(queues, "queue"), Count(exchanges, "exchange") }.Where(text => text.Length > 0));
        var names = string.Join(", ", all.Take(5).Select(target => target.Name.Length == 0 ? "(default)" : target.Name));
        var further = all.Count > 5 ? $" and {all.Count - 5:N0} further" : "";
        return $"{counts} ({names}{further})";
    }

    private static string Count(int count, string noun) => count == 0 ? "" : Figures.PluralExact(count, noun);

    private static Func<Target, bool> Matcher(Policy? policy)
    {
        if (policy is null || MistakeIn(policy.Pattern) is not null || Make(policy.Pattern) is not { } pattern)
            return _ => false;
        return target => IsOfKind(policy.ApplyTo, target) && Unknown(policy, target) is null && Matches(pattern, target.Name);
    }

    /// <summary>The first setting that queues of this type do not know: the broker does not apply a policy to them that holds such a one, not even in part.</summary>
    private static string? Unknown(Policy policy, Target target) => target.Kind != "queue"
        ? null
        : policy.Settings.FirstOrDefault(setting =>
            QueueArguments.All.FirstOrDefault(field => field.Id == $"x-{setting}") is { When: { } condition } && !condition.Values.Contains(target.Type));

    private IEnumerable<Consequence> PassedBy(Policy? after)
    {
        if (after is null || MistakeIn(after.Pattern) is not null)
            return [];
        if (Make(after.Pattern) is not { } pattern)
            return [new(Tone.Unknown, "What the pattern matches cannot be told here: it looks around or refers back. The broker judges it.")];
        return targets
            .Where(target => IsOfKind(after.ApplyTo, target) && Unknown(after, target) is not null && Matches(pattern, target.Name))
            .GroupBy(target => Unknown(after, target)!)
            .Select(group => new Consequence(Tone.Warning, $"It matches {Names(group)} and does not apply there at all: such queues do not know {group.Key}."));
    }

    /// <summary>Null where only a backtracking engine could judge it, which could be kept busy for ever by a hostile pattern.</summary>
    private static Regex? Make(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchTime);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static bool Matches(Regex pattern, string name)
    {
        try
        {
            return pattern.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static bool IsOfKind(string applyTo, Target target) => applyTo switch
    {
        "all" => true,
        "exchanges" => target.Kind == "exchange",
        "queues" => target.Kind == "queue",
        "classic_queues" => target.Type == "classic",
        "quorum_queues" => target.Type == "quorum",
        "streams" => target.Type == "stream",
        _ => false,
    };
}
