using Dashboard.Core.Model;
using Dashboard.Tests.Shared.RabbitMq;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Topology;

/// <summary>Exchanges, queues, bindings and messages by chance, from few words, so that they meet often. One seed makes one topology.</summary>
internal sealed class RandomTopology(int seed)
{
    private static readonly string[] Words = ["a", "b", "c", "", "new", "*", "#"];
    private static readonly string[] Types = ["direct", "topic", "topic", "fanout", "headers", "headers"];
    private static readonly string[] Matches = ["all", "any", "all-with-x", "any-with-x"];
    private static readonly string[] HeaderNames = ["h1", "h2", "x-h3", "BCC"];

    private readonly Random _random = new(seed);

    /// <summary>Name, type, alternate exchange (null for none), internal.</summary>
    public List<(string Name, string Type, string? Alternate, bool IsInternal)> Exchanges { get; } = [];

    public List<string> Queues { get; } = [];

    public List<(string From, string To, bool IsToQueue, string Key, Dictionary<string, object?> Arguments)> Bindings { get; } = [];

    public static RandomTopology Make(int seed)
    {
        var topology = new RandomTopology(seed);
        topology.Fill();
        return topology;
    }

    /// <summary>The next message: where it is sent, its key and its headers.</summary>
    public (string Exchange, string Key, List<MessageField> Headers) NextMessage()
    {
        var exchange = _random.Next(12) == 0 ? "" : Exchanges[_random.Next(Exchanges.Count)].Name;
        var key = exchange.Length == 0 && _random.Next(2) == 0 ? Queues[_random.Next(Queues.Count)] : Key(withWildcards: _random.Next(8) == 0);
        var headers = new List<MessageField>();
        foreach (var name in HeaderNames.Take(3).Where(_ => _random.Next(2) == 0))
            headers.Add(new MessageField(name, Value()));
        foreach (var name in new[] { "CC", "BCC" }.Where(_ => _random.Next(5) == 0))
            headers.Add(new MessageField(name, new ListValue([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => new TextValue(Copied()))])));
        return (exchange, key, headers);
    }

    /// <summary>Over the management API only what the client library cannot declare: internal exchanges.</summary>
    public async Task DeclareAsync(IChannel channel, RabbitMqVhost vhost)
    {
        foreach (var (name, type, alternate, isInternal) in Exchanges)
        {
            // The alternate may be one that does not exist, or exists later.
            var arguments = new Dictionary<string, object?>();
            if (alternate is not null)
                arguments["alternate-exchange"] = alternate;
            if (isInternal)
                await vhost.Broker.CallAsync(HttpMethod.Put, $"exchanges/{vhost.Escaped}/{name}", new { type, durable = false, @internal = true, arguments });
            else
                await channel.ExchangeDeclareAsync(name, type, durable: false, autoDelete: false, arguments);
        }

        foreach (var queue in Queues)
            await channel.QueueDeclareAsync(queue, durable: false, exclusive: false, autoDelete: false);
        foreach (var (from, to, isToQueue, key, arguments) in Bindings)
        {
            if (isToQueue)
                await channel.QueueBindAsync(to, from, key, arguments);
            else
                await channel.ExchangeBindAsync(to, from, key, arguments);
        }
    }

    private void Fill()
    {
        for (var i = 0; i < 10; i++)
        {
            string? alternate = _random.Next(4) switch { 0 => $"x{_random.Next(12)}", 1 when i == 3 => "", _ => null };
            Exchanges.Add(($"x{i}", Types[_random.Next(Types.Length)], alternate, i == 9));
        }

        for (var i = 0; i < 8; i++)
            Queues.Add($"q{i}");
        for (var i = 0; i < 34; i++)
        {
            var from = Exchanges[_random.Next(Exchanges.Count)];
            var isToQueue = _random.Next(3) > 0;
            var to = isToQueue ? Queues[_random.Next(Queues.Count)] : Exchanges[_random.Next(Exchanges.Count)].Name;
            Bindings.Add((from.Name, to, isToQueue, Key(withWildcards: true), from.Type == "headers" ? Arguments() : []));
        }
    }

    private string Key(bool withWildcards) => string.Join('.', Enumerable.Range(0, _random.Next(0, 4)).Select(_ => Words[_random.Next(withWildcards ? Words.Length : 5)]));

    private string Copied() => _random.Next(3) == 0 ? Queues[_random.Next(Queues.Count)] : Key(withWildcards: false);

    private Dictionary<string, object?> Arguments()
    {
        var arguments = new Dictionary<string, object?>();
        if (_random.Next(6) > 0)
            arguments["x-match"] = Matches[_random.Next(Matches.Length)];
        foreach (var name in HeaderNames.Where(n => _random.Next(n == "BCC" ? 12 : 3) == 0))
            arguments[name] = _random.Next(5) == 0 ? null : Dashboard.Brokers.RabbitMq.Messages.Envelopes.AmqpFields.Encode(Value());
        return arguments;
    }

    private FieldValue Value() => _random.Next(9) switch
    {
        0 => new TextValue("1"),
        1 => new IntegerValue(1),
        2 => new IntegerValue(1, "int32"),
        3 => new NumberValue(1.0),
        4 => new BooleanValue(true),
        5 => new TextValue("ü \"x\""),
        6 => new TimestampValue(DateTimeOffset.FromUnixTimeSeconds(1)),
        7 => new NullValue(),
        _ => new BytesValue("1"u8.ToArray()),
    };
}
