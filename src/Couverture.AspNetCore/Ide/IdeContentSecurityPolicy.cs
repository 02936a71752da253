namespace Couverture.AspNetCore.Ide;

/// <summary>What the IDE's page may load and reach: this origin, and nothing else.</summary>
internal static class IdeContentSecurityPolicy
{
    public const string Value =
        "default-src 'self'; "
        // The page compiles its templates and validators while it runs.
        + "script-src 'self' 'unsafe-eval'; "
        + "style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
