using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Routing;

/// <summary>
/// The rules of headers exchanges. Values are compared without their types, numbers by value; a void argument takes any value of the
/// header. The management API does not tell all types: it writes void as the text <c>undefined</c>, and lists and tables without the types
/// inside, which the broker does compare.
/// </summary>
internal static class HeadersMatch
{
    // What the management API writes for texts that are not UTF-8.
    private const string NotUtf8 = "Not UTF-8, base64 is: ";

    /// <param name="arguments">The binding's arguments as the management API tells them.</param>
    /// <param name="headers">The message's headers in the client library's types; null where they are not known.</param>
    public static BindingAnswer Of(JsonElement arguments, IDictionary<string, object?>? headers)
    {
        var match = arguments.Text("x-match") ?? "all";
        var isAny = match is "any" or "any-with-x";
        var countsX = match is "all-with-x" or "any-with-x";
        var wanted = arguments.Fields().Where(a => a.Name != "x-match" && (countsX || !a.Name.StartsWith("x-", StringComparison.Ordinal))).ToList();
        if (wanted.Count == 0)
            return BindingAnswer.Of(!isAny, isAny ? $"x-match is {match}, and it names no header" : "it names no header, so it takes everything");
        if (headers is null)
            return BindingAnswer.Unknown("it depends on the message's headers");

        var unknown = default(string);
        foreach (var (name, value) in wanted)
        {
            var equals = Equal(value, name, headers);
            if (equals == isAny)
                return BindingAnswer.Of(isAny, $"x-match is {match}, and header {name} {(isAny ? "is" : "is not")} {Shown(value)}");
            if (equals is null)
                unknown ??= name;
        }

        if (unknown is not null)
            return BindingAnswer.Unknown($"the management API does not tell the type of argument {unknown}, which the broker compares");
        return BindingAnswer.Of(!isAny, isAny ? $"x-match is {match}, and no header is as it says" : $"x-match is {match}, and all its headers are as it says");
    }

    private static string Shown(JsonElement wanted) => IsVoid(wanted) ? "there, with any value" : $"'{wanted.AsShownText()}'";

    private static bool IsVoid(JsonElement wanted) => wanted.ValueKind == JsonValueKind.Null || wanted.Same("undefined");

    private static bool? Equal(JsonElement wanted, string name, IDictionary<string, object?> headers)
    {
        if (!headers.TryGetValue(name, out var value))
            return false;
        if (IsVoid(wanted))
            return true;
        return wanted.ValueKind switch
        {
            JsonValueKind.String => EqualText(wanted.AsText()!, value),
            JsonValueKind.True => value is true,
            JsonValueKind.False => value is false,
            JsonValueKind.Number => EqualNumber(wanted, value),
            _ => AmqpFields.Decode(value) is Core.Model.ListValue or Core.Model.TableValue ? null : false,
        };
    }

    private static bool? EqualText(string wanted, object? value)
    {
        var bytes = value switch
        {
            string text => System.Text.Encoding.UTF8.GetBytes(text),
            byte[] longstr => longstr,
            BinaryTableValue binary => binary.Bytes,
            _ => null,
        };
        if (bytes is null)
            return false;
        return wanted == System.Text.Encoding.UTF8.GetString(bytes) || wanted == NotUtf8 + Convert.ToBase64String(bytes);
    }

    private static bool? EqualNumber(JsonElement wanted, object? value)
    {
        switch (value)
        {
            case decimal number:
                // Told as scale and digits with a dot between, which may as well be a number of another type.
                var digits = Math.Abs(number) * (decimal)Math.Pow(10, number.Scale);
                return wanted.AsNumber() == double.Parse(string.Create(CultureInfo.InvariantCulture, $"{number.Scale}.{digits:0}"), CultureInfo.InvariantCulture) ? null : false;
            case double or float:
                return wanted.AsNumber() == Convert.ToDouble(value, CultureInfo.InvariantCulture);
            case AmqpTimestamp timestamp:
                return EqualInteger(wanted, timestamp.UnixTime);
            default:
                return AmqpFields.IntegerOf(value) is { } integer && EqualInteger(wanted, integer);
        }
    }

    private static bool EqualInteger(JsonElement wanted, long value)
        => wanted.TryGetInt64(out var integer) ? integer == value : wanted.AsNumber() == value;
}
