namespace Couverture.Generators.Models;

/// <summary>The default of an argument or of an input object's field.</summary>
/// <param name="Expression">The value as a C# expression; null where there is none.</param>
/// <param name="Misfit">Why the value cannot be one of the type; null where it can.</param>
internal sealed record DefaultModel(string? Expression, string? Misfit)
{
    public static readonly DefaultModel None = new(null, null);

    public static DefaultModel Wrong(string reason) => new(null, reason);
}
