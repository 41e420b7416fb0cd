using Dashboard.Brokers.RabbitMq.Management.Sections;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Nodes;

/// <summary>How many clients an alarm blocks now, as evidence. Those in state <c>blocking</c> would be, and have published nothing since: who only consumes is not blocked.</summary>
internal static class BlockedClients
{
    /// <summary>NaN where the list of connections is not known.</summary>
    public static double Count(RabbitMqFacts facts)
    {
        if (facts.Input.Table(ConnectionsSection.Id) is not { } connections)
            return double.NaN;
        var states = connections["state"];
        var count = 0;
        for (var row = 0; row < connections.RowCount; row++)
            count += states.TextAt(row) is "blocked" ? 1 : 0;
        return count;
    }
}
