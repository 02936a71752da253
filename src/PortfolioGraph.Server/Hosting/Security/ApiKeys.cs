using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The API keys of clients.</summary>
/// <param name="settings">The names and hashes of the keys.</param>
internal sealed class ApiKeys(ServerOptions settings)
{
    /// <summary>The name of the header with the key, and of the member in the <c>connection_init</c> payload of a WebSocket.</summary>
    public const string HeaderName = "X-Api-Key";

    private const string Scheme = "Bearer ";

    private readonly (string Name, byte[] Hash)[] _keys = [.. settings.ApiKeys.Select(key => (key.Name, Convert.FromHexString(key.Hash)))];

    /// <summary>Whether requests must send a key.</summary>
    public bool AreRequired => _keys.Length > 0;

    /// <summary>Returns the user of a key, named after the key. Null if the key is missing or unknown.</summary>
    /// <param name="key">The value of <see cref="HeaderName"/>.</param>
    /// <param name="authorization">The value of <c>Authorization</c>, which is used unless <paramref name="key"/> is a single value.</param>
    public ClaimsPrincipal? FindUser(StringValues key, StringValues authorization) => FindName(ReadKey(key, authorization)) is { } name
        ? new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], HeaderName))
        : null;

    // Compare every key completely, so that timing does not reveal how close a guess is or to which key.
    private string? FindName(string? key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key ?? ""), hash);
        string? found = null;
        foreach (var (name, known) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known))
                found = name;
        }

        return string.IsNullOrEmpty(key) ? null : found;
    }

    private static string? ReadKey(StringValues key, StringValues authorization) =>
        key is [{ Length: > 0 } only] ? only
        : authorization is [{ } given] && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? given[Scheme.Length..].Trim()
        : null;
}
