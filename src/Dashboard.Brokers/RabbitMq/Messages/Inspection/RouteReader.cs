using Dashboard.Brokers.RabbitMq.Management;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>
/// Follows a message through exchanges, exchange-to-exchange bindings and alternate exchanges, as they stand now at the management API. It
/// asks only for the exchanges on the way.
/// </summary>
internal sealed class RouteReader(RabbitMqManagementClient management)
{
    private const int MaxExchanges = 200;

    /// <summary>The queues that a message would reach.</summary>
    /// <param name="virtualHost">The vhost.</param>
    /// <param name="exchange">Where it is sent; empty for the default exchange.</param>
    /// <param name="routingKey">Its key.</param>
    /// <param name="headers">Its headers; null where they are not known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Core.Snapshots.SourceException">The management API could not be asked.</exception>
    public async Task<RouteAnswer> FollowAsync(
        string virtualHost, string exchange, string routingKey, IDictionary<string, object?>? headers, CancellationToken cancellationToken)
    {
        if (exchange.Length == 0)
            return await DefaultAsync(virtualHost, routingKey, cancellationToken);

        var queues = new List<string>();
        var seen = new HashSet<string> { exchange };
        var next = new Queue<string>([exchange]);
        string? unknown = null;
        ExchangeFacts? start = null;
        while (next.TryDequeue(out var name))
        {
            if (await ExchangeAsync(virtualHost, name, cancellationToken) is not { } facts)
            {
                if (name == exchange)
                    return new RouteAnswer(null, [], null);
                continue; // An alternate exchange that does not exist: the broker drops what would go there.
            }

            start ??= facts;
            var hasMatch = false;
            foreach (var binding in await BindingsAsync(virtualHost, name, cancellationToken))
            {
                switch (BindingMatch.Takes(facts.Type, binding, routingKey, headers))
                {
                    case null:
                        unknown ??= facts.Type == "headers"
                            ? $"exchange {name} routes by headers, so it depends on the message"
                            : $"exchange {name} is of type {facts.Type}, whose rules are its plugin's own";
                        break;
                    case true:
                        hasMatch = true;
                        if (binding.IsToQueue)
                            Add(queues, binding.Destination);
                        else if (seen.Add(binding.Destination))
                            next.Enqueue(binding.Destination);
                        break;
                }
            }

            if (!hasMatch && unknown is null && facts.Alternate is { } alternate && seen.Add(alternate))
                next.Enqueue(alternate);
            if (seen.Count > MaxExchanges)
                return new RouteAnswer(start, [], $"it passes more than {MaxExchanges} exchanges");
        }

        return unknown is null ? new RouteAnswer(start, queues, null) : new RouteAnswer(start, [], unknown);
    }

    /// <summary>The exchange; null where there is none.</summary>
    public async Task<ExchangeFacts?> ExchangeAsync(string virtualHost, string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0)
            return new ExchangeFacts("", "direct", null, IsInternal: false);
        if (ManagementPath.CanHold(name) && ManagementPath.CanHold(virtualHost))
        {
            using var found = await management.FindAsync(ManagementPath.Of("exchanges", virtualHost, name), cancellationToken);
            return found is null ? null : ExchangeFacts.Read(found.RootElement);
        }

        using var list = await management.FindAsync(ManagementPath.Of("exchanges", virtualHost), cancellationToken);
        foreach (var exchange in list?.RootElement.Items() ?? [])
        {
            if (exchange.Text("name") == name)
                return ExchangeFacts.Read(exchange);
        }

        return null;
    }

    private async Task<RouteAnswer> DefaultAsync(string virtualHost, string queue, CancellationToken cancellationToken)
    {
        var exchange = new ExchangeFacts("", "direct", null, IsInternal: false);
        if (!ManagementPath.CanHold(queue))
            return new RouteAnswer(exchange, [], "the management API cannot be asked for a queue of this name");
        using var found = await management.FindAsync(ManagementPath.Of("queues", virtualHost, queue), cancellationToken);
        return new RouteAnswer(exchange, found is null ? [] : [queue], null);
    }

    private async Task<IReadOnlyList<BindingFacts>> BindingsAsync(string virtualHost, string exchange, CancellationToken cancellationToken)
    {
        var isInPath = ManagementPath.CanHold(exchange) && ManagementPath.CanHold(virtualHost);
        var path = isInPath ? ManagementPath.Of("exchanges", virtualHost, exchange, "bindings", "source") : ManagementPath.Of("bindings", virtualHost);
        using var list = await management.FindAsync(path, cancellationToken);
        return list is null
            ? []
            : list.RootElement.Items().Where(b => isInPath || b.Text("source") == exchange).Select(BindingFacts.Read).ToList();
    }

    private static void Add(List<string> queues, string queue)
    {
        if (!queues.Contains(queue))
            queues.Add(queue);
    }
}

/// <summary>Where a message would arrive.</summary>
/// <param name="Exchange">Where it is sent; null where that does not exist.</param>
/// <param name="Queues">What it reaches; empty where <paramref name="Unknown"/> is set.</param>
/// <param name="Unknown">Why it is not known; null where it is.</param>
internal sealed record RouteAnswer(ExchangeFacts? Exchange, IReadOnlyList<string> Queues, string? Unknown);
