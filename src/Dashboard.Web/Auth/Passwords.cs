using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Auth;

/// <summary>Hashes and checks passwords: PBKDF2 with HMAC-SHA-512 by the framework's own hasher, 210,000 rounds.</summary>
internal sealed class Passwords
{
    public const int LeastLength = 10;

    private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private readonly string _decoy;

    public Passwords() => _decoy = Hash(Generate());

    public string Hash(string password) => _hasher.HashPassword(this, password);

    /// <summary>Checks a password. Without a hash it takes just as long and says no, so that time does not tell which names exist.</summary>
    public bool Verify(string? hash, string password) =>
        _hasher.VerifyHashedPassword(this, hash ?? _decoy, password) != PasswordVerificationResult.Failed && hash is not null;

    /// <summary>Null when it will do; else what is wrong, in words.</summary>
    public static string? Objection(string password, string accountName)
    {
        if (password.Length < LeastLength)
            return $"A password has at least {LeastLength} characters.";
        if (password.Length > 256)
            return "A password has at most 256 characters.";
        return password.Contains(accountName, StringComparison.OrdinalIgnoreCase) ? "The password must not hold the account's name." : null;
    }

    /// <summary>A password of 20 letters and digits without look-alikes, over 110 bits.</summary>
    public static string Generate() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);
}
