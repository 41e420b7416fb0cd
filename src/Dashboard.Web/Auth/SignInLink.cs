using System.Security.Cryptography;
using System.Text;
using Dashboard.Web.Storage;

namespace Dashboard.Web.Auth;

/// <summary>
/// The one-time sign-in link for whoever can read the console or the data folder, as Jupyter and Aspire have it. Each use makes the next
/// link. Exists on loopback only.
/// </summary>
internal sealed partial class SignInLink(DataFolder folder, ILogger<SignInLink> log)
{
    public const string Path = "/sign-in/link";

    private readonly Lock _gate = new();
    private string? _token;
    private string? _baseAddress;

    /// <summary>Where the present link stands, readable by the owner alone.</summary>
    public string FilePath => folder.File("sign-in-link");

    /// <summary>Makes the first link and prints it.</summary>
    /// <param name="baseAddress">Address of the dashboard with its path base and without a slash at the end.</param>
    public void Start(string baseAddress)
    {
        _baseAddress = baseAddress;
        lock (_gate)
            Renew();
    }

    /// <summary>True once for each link.</summary>
    public bool Redeem(string token)
    {
        lock (_gate)
        {
            if (_token is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(_token)))
                return false;
            Renew();
            return true;
        }
    }

    private void Renew()
    {
        _token = RandomNumberGenerator.GetHexString(48, lowercase: true);
        var link = $"{_baseAddress}{Path}?token={_token}";
        PrivateFiles.Write(FilePath, link);

        // Straight to the console and not into the log: logs are collected, and the link is a key.
        Console.Out.WriteLine($"Sign in: {link}");
        Renewed(log, FilePath);
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "A one-time sign-in link stands in {File}")]
    private static partial void Renewed(ILogger logger, string file);
}
