using System.Text.RegularExpressions;

namespace Couverture.Data;

/// <summary>The properties that a lambda of a descriptor reads. They are read from its source code, because the engine does not use reflection.</summary>
/// <param name="Error">Why the lambda is not allowed; null if it is.</param>
/// <param name="FieldName">The default name of the field; null if the descriptor must set one.</param>
internal sealed partial record MemberPath(string? Error, string? FieldName)
{
    /// <summary>Parses the source code of a lambda.</summary>
    public static MemberPath Parse(string expression)
    {
        // With nullable reference types, a property that can be null needs ! or ?. before its own properties are read. So a chain without them reads no property of null.
        if (Lambda().Match(expression) is not { Success: true } match)
            return new MemberPath($"\"{expression}\" must read a property, as in \"t => t.Name\", or a property of one that is never null. Use Type<TFilter>() for properties of one that can be null.", null);
        var members = match.Groups["member"].Captures;
        return new MemberPath(null, members.Count == 1 ? char.ToLowerInvariant(members[0].Value[0]) + members[0].Value[1..] : null);
    }

    [GeneratedRegex(@"^\s*(?<parameter>\w+)\s*=>\s*\k<parameter>(\s*\.\s*(?<member>\w+))+\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Lambda();
}
