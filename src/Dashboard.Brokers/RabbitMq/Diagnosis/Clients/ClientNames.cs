using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Clients;

/// <summary>How a client is called.</summary>
internal static class ClientNames
{
    /// <summary>The name it gave itself, else that of its connection.</summary>
    public static string Of(SectionTable connections, int row)
        => connections["client_name"].TextAt(row) is { Length: > 0 } name ? name : connections["name"].TextAt(row) ?? "";
}
