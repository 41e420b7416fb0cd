namespace Dashboard.Brokers.RabbitMq.Routing;

/// <summary>
/// Follows one message through exchanges, exchange-to-exchange bindings and alternate exchanges as the broker does: each exchange once, an
/// alternate exchange only where nothing of its exchange matched. Whoever walks fetches the exchanges, from a snapshot or from the broker:
/// <c>while (walk.TryNext(out var name)) walk.Visit(...)</c>. Ways that cannot be told are followed last and make what they reach uncertain.
/// </summary>
internal sealed class RouteWalk
{
    private readonly RoutedMessage _message;
    private readonly Queue<string> _certain = new();
    private readonly Queue<string> _possible = new();
    private readonly HashSet<string> _seen = [];
    private readonly List<RouteVisit> _visits = [];
    private readonly List<string> _queues = [];
    private readonly List<string> _possibleQueues = [];
    private string? _current;
    private bool _isCertain;

    /// <param name="message">The message.</param>
    /// <param name="exchange">Where it is sent; not the default exchange, which has no bindings of its own.</param>
    public RouteWalk(RoutedMessage message, string exchange)
    {
        _message = message;
        Follow(exchange, isCertain: true);
    }

    /// <summary>The exchanges passed so far.</summary>
    public IReadOnlyList<RouteVisit> Visits => _visits;

    /// <summary>Queues that get the message, in the order in which they were found.</summary>
    public IReadOnlyList<string> Queues => _queues;

    /// <summary>Further queues that may get it.</summary>
    public IEnumerable<string> PossibleQueues => _possibleQueues.Except(_queues);

    /// <summary>Why not all is known; null where it is.</summary>
    public string? Unknown { get; private set; }

    /// <summary>The next exchange to visit; false at the end. Call <see cref="Visit"/> before asking again.</summary>
    public bool TryNext(out string exchange)
    {
        while (true)
        {
            _isCertain = _certain.TryDequeue(out var name);
            if (!_isCertain && !_possible.TryDequeue(out name))
            {
                exchange = "";
                return false;
            }

            if (!_seen.Add(name!))
                continue;
            _current = exchange = name!;
            return true;
        }
    }

    /// <summary>Routes through the exchange that was asked for.</summary>
    /// <param name="facts">The exchange; null where there is none: the broker drops what would go there.</param>
    /// <param name="bindings">Its bindings.</param>
    public void Visit(ExchangeFacts? facts, IEnumerable<BindingFacts> bindings)
    {
        var name = _current ?? throw new InvalidOperationException("There is no exchange to visit.");
        _current = null;

        // Named as an alternate exchange, the default one routes nothing: its bindings are implied for publishers and dead letters alone.
        var ways = facts is null || name.Length == 0 ? [] : bindings.Select(b => (Binding: b, Answer: BindingMatch.Of(facts.Type, b, _message))).ToList();
        foreach (var (binding, answer) in ways)
        {
            if (answer.Takes == false)
                continue;
            if (answer.Takes is null)
                Unknown ??= facts!.Type == "headers" ? $"exchange {name} routes by headers: {answer.Reason}" : $"exchange {name} is of type {facts.Type}, whose rules are its plugin's own";
            var isCertain = _isCertain && answer.Takes == true;
            if (!binding.IsToQueue)
                Follow(binding.Destination, isCertain);
            else
                Add(isCertain ? _queues : _possibleQueues, binding.Destination);
        }

        var alternate = AlternateOf(facts, ways.Exists(w => w.Answer.Takes == true), ways.Exists(w => w.Answer.Takes is null));
        if (alternate != false)
            Follow(facts!.Alternate!, _isCertain && alternate == true);
        _visits.Add(new RouteVisit(name, facts, _isCertain, ways, alternate));
    }

    // Null: only if what is not known turns out not to match.
    private static bool? AlternateOf(ExchangeFacts? facts, bool hasMatch, bool hasUnknown)
        => facts?.Alternate is null || hasMatch ? false : hasUnknown ? null : true;

    private void Follow(string exchange, bool isCertain)
    {
        if (!_seen.Contains(exchange))
            (isCertain ? _certain : _possible).Enqueue(exchange);
    }

    private static void Add(List<string> queues, string queue)
    {
        if (!queues.Contains(queue))
            queues.Add(queue);
    }
}

/// <summary>One exchange on the way.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Facts">The exchange; null where it does not exist.</param>
/// <param name="IsCertain">The message certainly gets there.</param>
/// <param name="Ways">Its bindings and whether each takes the message.</param>
/// <param name="TakesAlternate">Whether the message goes on to its alternate exchange; null where that depends on what is not known.</param>
internal sealed record RouteVisit(
    string Name,
    ExchangeFacts? Facts,
    bool IsCertain,
    IReadOnlyList<(BindingFacts Binding, BindingAnswer Answer)> Ways,
    bool? TakesAlternate);
