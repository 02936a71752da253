namespace Couverture.Generators.Models;

/// <summary>The default of an argument or of an input object's field.</summary>
/// <param name="Expression">The value as a C# expression; null if there is no default or if it is invalid.</param>
/// <param name="Error">Why the value does not fit the type; null if it fits.</param>
internal sealed record DefaultModel(string? Expression, string? Error)
{
    public static readonly DefaultModel None = new(null, null);

    public static DefaultModel Invalid(string reason) => new(null, reason);
}
