using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Core.Operations.Publishing;

/// <summary>One variable of a template: what stands between <c>{{</c> and <c>}}</c>.</summary>
internal sealed record Variable(string Name, long From = 0, long To = 0, string Format = "")
{
    private const int MaxName = 40;
    private static readonly string[] Own = ["uuid", "now", "counter", "random"];

    /// <summary>The name that has to be given a value; null for a variable that has its own.</summary>
    public string? Prompt => Own.Contains(Name) ? null : Name;

    public static Variable? Parse(string text, out string? problem)
    {
        problem = null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["uuid"]:
                return new Variable("uuid");
            case ["now"]:
                return new Variable("now");
            case ["now", "unix" or "ms"]:
                return new Variable("now", Format: words[1]);
            case ["counter"]:
                return new Variable("counter", From: 1);
            case ["counter", var start] when Number(start) is { } from:
                return new Variable("counter", From: from);
            case ["random", var low, var high] when Number(low) is { } from && Number(high) is { } to && from <= to && to < long.MaxValue && (decimal)to - from < long.MaxValue:
                return new Variable("random", from, to);
            case [var name] when IsName(name) && !Own.Contains(name):
                return new Variable(name);
        }

        problem = words switch
        {
            ["random", ..] => "random takes the least and the greatest whole number: {{random 1 100}}.",
            ["counter", ..] => "counter takes the whole number it starts at, or nothing: {{counter 1000}}.",
            ["now", ..] => "now takes unix, ms, or nothing: {{now unix}}.",
            ["uuid", ..] => "uuid takes nothing.",
            [] => "it has no name.",
            _ => $"'{(text.Length > 40 ? text[..40] + "…" : text)}' is no variable. A name begins with a letter and has letters, digits, '_', '-' and '.', at most {MaxName}.",
        };
        return null;
    }

    /// <summary>The value for one message: the same whenever it is asked, so that a job that goes on after a restart sends the same.</summary>
    public string Value(PublishVariables values, long sequence, string place) => Name switch
    {
        "uuid" => Uuid(Hash(values.Seed, sequence, place)),
        "now" => Format switch
        {
            "unix" => values.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "ms" => values.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            _ => values.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        },
        "counter" => (From + sequence - 1).ToString(CultureInfo.InvariantCulture),
        "random" => Random(Hash(values.Seed, sequence, place)).ToString(CultureInfo.InvariantCulture),
        _ => values.Values.GetValueOrDefault(Name) ?? "",
    };

    private long Random(byte[] hash) => From + (long)(BinaryPrimitives.ReadUInt64BigEndian(hash) % ((ulong)(To - From) + 1));

    /// <summary>A version 4 UUID of the bytes.</summary>
    private static string Uuid(byte[] hash)
    {
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    private static byte[] Hash(string seed, long sequence, string place)
        => SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{sequence.ToString(CultureInfo.InvariantCulture)}/{place}"));

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsName(string name)
        => name.Length <= MaxName && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
