namespace Dashboard.Brokers.RabbitMq.Routing;

/// <summary>Whether a binding takes a message.</summary>
/// <param name="Takes">Null where it cannot be told.</param>
/// <param name="Reason">Why, in words that end a sentence: <c>'order.#' stands for 'order.new'</c>. Hostile text.</param>
internal readonly record struct BindingAnswer(bool? Takes, string Reason)
{
    public static BindingAnswer Of(bool takes, string reason) => new(takes, reason);

    public static BindingAnswer Unknown(string reason) => new(null, reason);
}
