using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Pump;

internal static class FaultWords
{
    /// <summary>What to tell the operator of an exception.</summary>
    public static string Of(Exception fault) => fault switch
    {
        BrokerException { BrokerWords: { } words } broker => $"{broker.Message} ({words})",
        _ => fault.Message,
    };
}
