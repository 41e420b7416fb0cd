using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Auth.Keys;

/// <summary>
/// How a key is written: <c>bd_</c>, its id, <c>_</c> and 43 random letters and digits (256 bits). A key is random all through, so a fast hash keeps
/// it safe: nobody can try 2^256 of them, however fast. Slow hashes are for passwords, which people choose, and would cost every call of the API 100 ms.
/// </summary>
internal static class ApiKeyText
{
    public const string Prefix = "bd_";
    private const int IdLength = 8;
    private const int SecretLength = 43;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A new key: its id and the whole text, which is to be shown once.</summary>
    public static (string Id, string Text) New()
    {
        var id = RandomNumberGenerator.GetString(Alphabet, IdLength);
        return (id, $"{Prefix}{id}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}");
    }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Takes the id out of a text that could be a key.</summary>
    public static bool TryReadId(string text, [NotNullWhen(true)] out string? id)
    {
        id = null;
        if (text.Length != Prefix.Length + IdLength + 1 + SecretLength || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
            return false;
        id = text.Substring(Prefix.Length, IdLength);
        return text.AsSpan(Prefix.Length).IndexOfAnyExcept(Alphabet + "_") < 0;
    }
}
