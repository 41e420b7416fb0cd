using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Routing;

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
        var message = new RoutedMessage(routingKey, headers);
        if (exchange.Length == 0)
            return await DefaultAsync(virtualHost, message, cancellationToken);

        var walk = new RouteWalk(message, exchange);
        while (walk.TryNext(out var name))
        {
            var facts = await ExchangeAsync(virtualHost, name, cancellationToken);
            walk.Visit(facts, facts is null ? [] : await BindingsAsync(virtualHost, name, cancellationToken));
            if (walk.Visits.Count > MaxExchanges)
                return new RouteAnswer(walk.Visits[0].Facts, [], $"it passes more than {MaxExchanges} exchanges");
        }

        return new RouteAnswer(walk.Visits[0].Facts, walk.Unknown is null ? walk.Queues : [], walk.Unknown);
    }

    /// <summary>The exchange; null where there is none.</summary>
    public async Task<ExchangeFacts?> ExchangeAsync(string virtualHost, string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0)
            return ExchangeFacts.Default;
        if (ManagementPath.CanHold(name) && ManagementPath.CanHold(virtualHost))
        {
            using var found = await management.FindAsync(ManagementPath.Of("exchanges", virtualHost, name), cancellationToken);
            return found is null ? null : await ReadAsync(virtualHost, found.RootElement, cancellationToken);
        }

        using var list = await management.FindAsync(ManagementPath.Of("exchanges", virtualHost), cancellationToken);
        foreach (var exchange in list?.RootElement.Items() ?? [])
        {
            if (exchange.Text("name") == name)
                return await ReadAsync(virtualHost, exchange, cancellationToken);
        }

        return null;
    }

    // The API tells the name of an exchange's policy and not what it sets.
    private async Task<ExchangeFacts> ReadAsync(string virtualHost, JsonElement exchange, CancellationToken cancellationToken)
    {
        if (ExchangeFacts.OwnAlternate(exchange) is not null || exchange.Text("policy") is not { Length: > 0 } name || !ManagementPath.CanHold(name))
            return ExchangeFacts.Read(exchange, default);
        using var policy = await management.FindAsync(ManagementPath.Of("policies", virtualHost, name), cancellationToken);
        return ExchangeFacts.Read(exchange, policy?.RootElement.Member("definition") ?? default);
    }

    private async Task<RouteAnswer> DefaultAsync(string virtualHost, RoutedMessage message, CancellationToken cancellationToken)
    {
        var queues = new List<string>();
        foreach (var queue in message.Keys)
        {
            if (!ManagementPath.CanHold(queue))
                return new RouteAnswer(ExchangeFacts.Default, [], "the management API cannot be asked for a queue of this name");
            using var found = await management.FindAsync(ManagementPath.Of("queues", virtualHost, queue), cancellationToken);
            if (found is not null)
                queues.Add(queue);
        }

        return new RouteAnswer(ExchangeFacts.Default, queues, null);
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
}

/// <summary>Where a message would arrive.</summary>
/// <param name="Exchange">Where it is sent; null where that does not exist.</param>
/// <param name="Queues">What it reaches; empty where <paramref name="Unknown"/> is set.</param>
/// <param name="Unknown">Why it is not known; null where it is.</param>
internal sealed record RouteAnswer(ExchangeFacts? Exchange, IReadOnlyList<string> Queues, string? Unknown);
