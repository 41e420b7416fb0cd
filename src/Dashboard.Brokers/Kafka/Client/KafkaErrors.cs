using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Client;

/// <summary>Turns what the client library throws into words for the operator, with the broker's own apart and a next step.</summary>
internal static class KafkaErrors
{
    /// <summary>Whether an exception is one of the library's or of waiting for it, and not of our own making.</summary>
    public static bool IsOfBroker(Exception exception) => exception is KafkaException or TimeoutException or ObjectDisposedException;

    /// <summary>Something an operator asked for failed.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="failed">What was not done, as a sentence: "Topic orders was not deleted."</param>
    /// <param name="fault">What the client heard of the brokers by itself.</param>
    /// <param name="needs">The right that it takes, said where it is refused: "Read on topic orders".</param>
    public static BrokerException Of(Exception exception, string failed, KafkaFault fault, string? needs = null)
    {
        if (exception is BrokerException broker)
            return broker;
        var error = ErrorOf(exception, fault);
        var words = needs is not null && IsRefusal(error.Code) ? Lacking(needs) : Words(error);
        return new BrokerException($"{failed} {words}", error.Reason, NextStep(error.Code), exception) { IsRefusal = IsRefusal(error.Code) };
    }

    /// <param name="right">"Read on topic orders".</param>
    public static string Lacking(string right) => $"The configured user lacks a right: {right}.";

    /// <summary>A list could not be read.</summary>
    public static SourceException OfReading(Exception exception, KafkaFault fault)
    {
        var error = ErrorOf(exception, fault);
        return new SourceException(KindOf(error.Code), $"{Words(error)} {error.Reason}".Trim(), exception);
    }

    /// <summary>The broker answered, and does not let this account do it.</summary>
    public static bool IsRefusal(ErrorCode code) => code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed
        or ErrorCode.ClusterAuthorizationFailed or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.SaslAuthenticationFailed
        or ErrorCode.DelegationTokenAuthorizationFailed;

    /// <summary>The error that says most: one of the call's results, the call's own, or the reason why nobody answered.</summary>
    public static Error ErrorOf(Exception exception, KafkaFault fault)
    {
        var error = exception switch
        {
            KafkaException of => of.Error,
            TimeoutException => new Error(ErrorCode.Local_TimedOut, "The brokers did not answer in time."),
            ObjectDisposedException => new Error(ErrorCode.Local_State, "The connection is being closed."),
            _ => new Error(ErrorCode.Unknown, exception.Message),
        };
        error = FirstResult(exception) ?? error;

        // The library says "transport failure" for a broker that takes the connection and never answers, too; then it has told no cause.
        if (error.Code is ErrorCode.Local_Transport && fault.Recent is null)
            return new Error(ErrorCode.Local_TimedOut, "The brokers did not answer in time.");
        return error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown && fault.Recent is { } cause ? cause : error;
    }

    /// <summary>The error as the library gave it, with nothing said in its stead.</summary>
    public static Error RawOf(Exception exception) => FirstResult(exception) ?? exception switch
    {
        KafkaException of => of.Error,
        TimeoutException => new Error(ErrorCode.Local_TimedOut),
        _ when exception.InnerException is { } inner => RawOf(inner),
        _ => new Error(ErrorCode.Unknown, exception.Message),
    };

    /// <summary>The request may have been sent, and nobody said what came of it.</summary>
    public static bool IsWithoutAnswer(Error raw) => raw.Code is ErrorCode.Local_TimedOut or ErrorCode.RequestTimedOut or ErrorCode.Local_Transport or ErrorCode.NetworkException
        or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Destroy or ErrorCode.Unknown;

    /// <summary>The library gave up before it had anybody to send the request to: it says at which step.</summary>
    public static bool IsNeverSent(Error raw) => raw.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.Local_InvalidArg
        || (raw.Reason is { } words && (words.StartsWith("Failed while waiting for controller", StringComparison.Ordinal) || words.StartsWith("Failed while waiting for broker", StringComparison.Ordinal)));

    private static Error? FirstResult(Exception exception) => exception switch
    {
        CreateTopicsException create => create.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        DeleteTopicsException delete => delete.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        CreatePartitionsException partitions => partitions.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        DeleteRecordsException records => records.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        IncrementalAlterConfigsException configs => configs.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        DescribeConfigsException configs => configs.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        ListOffsetsException offsets => offsets.Result.ResultInfos.Select(r => r.TopicPartitionOffsetError.Error).FirstOrDefault(e => e.IsError),
        DescribeTopicsException topics => topics.Results.TopicDescriptions.Select(t => t.Error).FirstOrDefault(e => e.IsError),
        DeleteGroupsException groups => groups.Results.Select(r => r.Error).FirstOrDefault(e => e.IsError),
        _ => null,
    };

    private static SourceProblemKind KindOf(ErrorCode code) => code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => SourceProblemKind.BadCredentials,
        ErrorCode.Local_TimedOut or ErrorCode.RequestTimedOut or ErrorCode.Local_Partial => SourceProblemKind.TimedOut,
        ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.Local_Ssl or ErrorCode.Local_State
            or ErrorCode.BrokerNotAvailable or ErrorCode.NetworkException => SourceProblemKind.Unreachable,
        ErrorCode.UnsupportedVersion or ErrorCode.Local_UnsupportedFeature or ErrorCode.SecurityDisabled => SourceProblemKind.NotSupported,
        _ when IsRefusal(code) => SourceProblemKind.Denied,
        _ => SourceProblemKind.Unexpected,
    };

    private static string Words(Error error) => error.Code switch
    {
        ErrorCode.Local_Resolve => "No host is known by that name.",
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => "The brokers do not accept the configured user name and password.",
        ErrorCode.Local_Ssl => "No TLS connection could be made.",
        ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown => "No broker can be reached.",
        ErrorCode.Local_TimedOut or ErrorCode.RequestTimedOut => "The brokers did not answer in time.",
        ErrorCode.Local_Partial => "Not all brokers answered.",
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => "There is no such topic or partition.",
        ErrorCode.UnsupportedVersion or ErrorCode.Local_UnsupportedFeature => "These brokers are too old for it.",
        ErrorCode.TopicAuthorizationFailed => "The configured user has no right to the topic.",
        ErrorCode.GroupAuthorizationFailed => "The configured user has no right to the consumer group.",
        ErrorCode.ClusterAuthorizationFailed => "The configured user has no such right on the cluster.",
        ErrorCode.NonEmptyGroup => "The consumer group has members.",
        ErrorCode.GroupIdNotFound => "There is no such consumer group.",
        ErrorCode.MsgSizeTooLarge or ErrorCode.Local_MsgTimedOut => "The message was not taken.",
        _ => "The brokers refused it.",
    };

    private static string? NextStep(ErrorCode code) => code switch
    {
        ErrorCode.Local_Resolve => "Check BootstrapServers and the DNS.",
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => "Check Sasl:Username, Sasl:Password and Sasl:Mechanism of this connection's settings.",
        ErrorCode.Local_Ssl => "Tls:CaFile names one's own certificate authority.",
        ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_TimedOut =>
            "Check that the brokers run, and that the addresses they advertise can be reached from the dashboard.",
        ErrorCode.NonEmptyGroup => "Stop its consumers first.",
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed =>
            "An administrator of the cluster can grant it with an ACL.",
        _ => null,
    };
}
