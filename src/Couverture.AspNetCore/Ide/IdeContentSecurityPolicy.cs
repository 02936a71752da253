namespace Couverture.AspNetCore.Ide;

/// <summary>The content security policy of the IDE's page, which limits it to this origin.</summary>
internal static class IdeContentSecurityPolicy
{
    public const string Value =
        "default-src 'self'; "
        // The page compiles its templates and validators at run time.
        + "script-src 'self' 'unsafe-eval'; "
        + "style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
