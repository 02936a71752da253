using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The keys of clients.</summary>
/// <param name="settings">Their hashes.</param>
internal sealed class ApiKeys(ServerOptions settings)
{
    /// <summary>The header of a key, and the member of the payload of a WebSocket's <c>connection_init</c>.</summary>
    public const string Name = "X-Api-Key";

    private const string Scheme = "Bearer ";

    private readonly (string Name, byte[] Hash)[] _keys = [.. settings.ApiKeys.Select(key => (key.Name, Convert.FromHexString(key.Hash)))];

    /// <summary>Whether nobody is answered without a key.</summary>
    public bool AreNeeded => _keys.Length > 0;

    /// <summary>The user that a key stands for, by the name of the key; null where the key is not known or there is none.</summary>
    /// <param name="key">What was sent as <see cref="Name"/>.</param>
    /// <param name="authorization">What was sent as <c>Authorization</c>; it counts where the other says nothing.</param>
    public ClaimsPrincipal? UserOf(StringValues key, StringValues authorization) => NameOf(KeyIn(key, authorization)) is { } name
        ? new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Name))
        : null;

    // Every key is compared, to the end: the time taken tells nothing of how near a guess came, or to which.
    private string? NameOf(string? key)
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

    private static string? KeyIn(StringValues key, StringValues authorization) =>
        key is [{ Length: > 0 } only] ? only
        : authorization is [{ } given] && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? given[Scheme.Length..].Trim()
        : null;
}
