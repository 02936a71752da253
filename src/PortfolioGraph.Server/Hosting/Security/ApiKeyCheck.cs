using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Lets only clients through that send a known key, in <c>X-Api-Key</c> or as <c>Authorization: Bearer</c>, where any key is set. The key's
/// name becomes that of the request's user.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="settings">The keys.</param>
internal sealed class ApiKeyCheck(RequestDelegate next, ServerSettings settings)
{
    /// <summary>The header of the key.</summary>
    public const string Header = "X-Api-Key";

    private const string Scheme = "Bearer ";

    private readonly (string Name, byte[] Hash)[] _keys = [.. settings.ApiKeys.Select(key => (key.Name, Convert.FromHexString(key.Hash)))];

    public Task InvokeAsync(HttpContext context)
    {
        if (_keys.Length == 0 || HttpMethods.IsOptions(context.Request.Method) || IsPage(context))
            return next(context);
        if (NameOf(KeyIn(context.Request)) is not { } name)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, GraphErrorCodes.ApiKeyInvalid, $"Send the key you were given in the header {Header}.");
        }

        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Header));
        return next(context);
    }

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

    private static string? KeyIn(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 } key] ? key
        : request.Headers.Authorization is [{ } given] && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? given[Scheme.Length..].Trim()
        : null;

    // The IDE's page and files, into which the key is entered: no operation comes without a parameter.
    private bool IsPage(HttpContext context) =>
        settings.Ide
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.Request.Path.StartsWithSegments("/graphql")
        && !context.Request.QueryString.HasValue
        && !context.WebSockets.IsWebSocketRequest;
}
