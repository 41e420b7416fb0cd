using System.Collections;
using System.Text;
using Dashboard.Core.Capabilities;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>What AMQP cannot carry, checked before it is written: the broker would close the whole connection over it.</summary>
internal static class AmqpLimits
{
    private const int MaxDepth = 64;

    /// <summary>Why it cannot be sent, in words; null where it can.</summary>
    public static string? Problem(OutgoingMessage message, BasicProperties properties, uint frameMax)
    {
        var address = AmqpAddress.Of(message.Address);
        if (Encoding.UTF8.GetByteCount(address.Exchange) > 255)
            return "The exchange's name is longer than 255 bytes, which AMQP does not allow.";
        if (Encoding.UTF8.GetByteCount(address.RoutingKey) > 255)
            return "The routing key is longer than 255 bytes, which AMQP does not allow.";
        if (properties.Headers is not { Count: > 0 } headers)
            return null;
        var size = TableSize(headers, 0, out var problem);
        // A header frame cannot be split. 4 KiB is room for all other properties at their longest.
        if (problem is null && frameMax > 0 && size + 4096 > frameMax)
            problem = $"Its headers take {size:N0} bytes; the connection's frame size allows {frameMax - 4096:N0}.";
        return problem;
    }

    private static long TableSize(IDictionary<string, object?> table, int depth, out string? problem)
    {
        problem = depth > MaxDepth ? $"Its headers are nested more than {MaxDepth} deep." : null;
        long size = 4;
        foreach (var (name, value) in table)
        {
            if (problem is not null)
                break;
            var length = Encoding.UTF8.GetByteCount(name);
            if (length > 255)
                problem = "The name of a header is longer than 255 bytes, which AMQP does not allow.";
            else
                size += 1 + length + ValueSize(value, depth, out problem);
        }

        return size;
    }

    private static long ValueSize(object? value, int depth, out string? problem)
    {
        problem = null;
        switch (value)
        {
            case string text:
                return 5 + Encoding.UTF8.GetByteCount(text);
            case byte[] bytes:
                return 5 + bytes.Length;
            case BinaryTableValue binary:
                return 5 + binary.Bytes.Length;
            case IDictionary<string, object?> table:
                return 1 + TableSize(table, depth + 1, out problem);
            case IList list:
                if (depth > MaxDepth)
                    problem = $"Its headers are nested more than {MaxDepth} deep.";
                long size = 5;
                for (var i = 0; i < list.Count && problem is null; i++)
                    size += ValueSize(list[i], depth + 1, out problem);
                return size;
            default:
                return 9;
        }
    }
}
