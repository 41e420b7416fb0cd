namespace Dashboard.Brokers.RabbitMq.Routing;

/// <summary>Whether a binding takes a message, by the rules of the exchange's type. Pure.</summary>
internal static class BindingMatch
{
    /// <param name="type">The type whose rules apply.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="message">The message.</param>
    public static BindingAnswer Of(string type, BindingFacts binding, RoutedMessage message) => type switch
    {
        "direct" => ByKey(binding.RoutingKey, message, static (wanted, key) => wanted == key, "is"),
        "topic" => ByKey(binding.RoutingKey, message, TopicPattern.Takes, "takes"),
        "fanout" => BindingAnswer.Of(true, "a fanout exchange gives to every binding"),
        "headers" => HeadersMatch.Of(binding.Arguments, message.Headers),
        _ => BindingAnswer.Unknown($"type {type} routes by its plugin's own rules"),
    };

    private static BindingAnswer ByKey(string wanted, RoutedMessage message, Func<string, string, bool> takes, string verb)
    {
        foreach (var key in message.Keys)
        {
            if (takes(wanted, key))
                return BindingAnswer.Of(true, wanted == key ? $"its key is '{key}'{message.OriginOf(key)}" : $"its key '{wanted}' {verb} '{key}'{message.OriginOf(key)}");
        }

        return BindingAnswer.Of(false, message.Keys.Count == 1 ? $"its key '{wanted}' {verb} not '{message.Keys[0]}'" : $"its key '{wanted}' {verb} none of the keys");
    }
}
