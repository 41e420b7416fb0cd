namespace Dashboard.Brokers.Kafka.SchemaRegistry;

/// <summary>A registry that did not give what was asked for.</summary>
/// <param name="problem">For operators, a sentence without its full stop.</param>
/// <param name="isUnknown">It says that there is no such thing; otherwise it failed.</param>
internal sealed class RegistryFailure(string problem, bool isUnknown) : Exception(problem)
{
    public bool IsUnknown => isUnknown;
}
