using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>
/// RabbitMQ's rules of who wins. Policy and operator policy are merged first: of two limits the smaller one counts, and otherwise the operator's. Then the
/// result meets the queue's arguments: of two limits the smaller one counts; otherwise the argument wins, except a quorum queue's overflow and expires,
/// and a stream's limits, where the policy does. A policy sets nothing on a queue whose type does not know the setting.
/// </summary>
internal sealed class SettingRules(string vhost, JsonElement found, JsonElement policy, JsonElement operatorPolicy, bool isExchange)
{
    private const string SmallerWins = "of two limits the smaller one counts";

    private static readonly HashSet<string> Limits =
    [
        "message-ttl", "max-length", "max-length-bytes", "max-in-memory-length", "max-in-memory-bytes", "expires", "delivery-limit",
    ];

    private readonly string _type = isExchange ? "exchange" : found.Text("type") ?? "classic";

    /// <summary>The settings, by name.</summary>
    public IReadOnlyList<EffectiveSetting> Explain()
    {
        var arguments = found.Member("arguments").Fields().ToDictionary(one => one.Name, one => one.Value);
        var own = policy.Member("definition").Fields().ToDictionary(one => one.Name, one => one.Value);
        var operators = operatorPolicy.Member("definition").Fields().ToDictionary(one => one.Name, one => one.Value);
        var names = arguments.Keys.Select(SettingOf).Concat(own.Keys).Concat(operators.Keys).Distinct().Order(StringComparer.Ordinal);
        return [.. names.Select(name => Explain(name, Find(arguments, isExchange ? name : $"x-{name}") ?? Find(arguments, name), Find(own, name), Find(operators, name)))];
    }

    private static string SettingOf(string argument) => argument.StartsWith("x-", StringComparison.Ordinal) ? argument[2..] : argument;

    private static JsonElement? Find(Dictionary<string, JsonElement> values, string name) => values.TryGetValue(name, out var value) ? value : null;

    private EffectiveSetting Explain(string name, JsonElement? argument, JsonElement? own, JsonElement? operators)
    {
        var overridden = new List<OverriddenSetting>();
        var (value, source) = Merge(name, own, operators, overridden);
        if (argument is { } given)
        {
            var (wins, why) = value is { } other ? ArgumentAgainst(name, given, other) : (true, "");
            var origin = new SettingOrigin("argument");
            if (wins && value is { } lost)
                overridden.Add(new(Words(lost), source!, why));
            else if (!wins)
                overridden.Add(new(Words(given), origin, why));
            if (wins)
                (value, source) = (given, origin);
        }

        var note = source!.Kind != "argument" && IsIgnored(name) ? $"A {_type} queue does not know this setting: it has no effect here." : null;
        return new EffectiveSetting(name, Words(value!.Value), source, overridden) { Note = note };
    }

    private (JsonElement? Value, SettingOrigin? Source) Merge(string name, JsonElement? own, JsonElement? operators, List<OverriddenSetting> overridden)
    {
        if (own is null || operators is null)
            return own is not null ? (own, Policy()) : operators is not null ? (operators, OperatorPolicy()) : (null, null);
        var isOwnSmaller = Limits.Contains(name) && Number(own) < Number(operators);
        var why = Limits.Contains(name) ? SmallerWins : "an operator policy is stronger than a policy";
        overridden.Add(isOwnSmaller ? new(Words(operators.Value), OperatorPolicy(), why) : new(Words(own.Value), Policy(), why));
        return isOwnSmaller ? (own, Policy()) : (operators, OperatorPolicy());
    }

    private (bool ArgumentWins, string Why) ArgumentAgainst(string name, JsonElement argument, JsonElement policied)
    {
        if (_type == "stream")
            return (false, "on a stream the policy is stronger than the argument");
        if (_type == "quorum" && (name is "overflow" or "expires"))
            return (false, "on a quorum queue the policy is stronger than the argument here");
        return Limits.Contains(name)
            ? (Number(argument) <= Number(policied), SmallerWins)
            : (true, isExchange ? "an argument is stronger than a policy" : "a queue's argument is stronger than a policy");
    }

    private bool IsIgnored(string name)
        => !isExchange && QueueArguments.All.FirstOrDefault(field => field.Id == $"x-{name}") is { When: { } condition } && !condition.Values.Contains(_type);

    private SettingOrigin Policy() => Origin(PoliciesSection.UserKind, policy);

    private SettingOrigin OperatorPolicy() => Origin(PoliciesSection.OperatorKind, operatorPolicy);

    private SettingOrigin Origin(string kind, JsonElement from)
        => from.Text("name") is { } name ? new(kind, name, PoliciesSection.Id, RowKey.Of(vhost, kind, name)) : new(kind);

    private static double Number(JsonElement? value) => value?.AsNumber() ?? double.NaN;

    private static string Words(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is "" ? "\"\"" : value.AsShownText() ?? value.GetRawText();
}
