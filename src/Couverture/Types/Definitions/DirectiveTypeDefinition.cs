namespace Couverture.Types;

/// <summary>A directive of the host's before the schema is built (specification section 3.13).</summary>
/// <param name="name">The directive's name, without the leading @.</param>
public sealed class DirectiveTypeDefinition(string name)
{
    /// <summary>The directive's name, without the leading @.</summary>
    public string Name { get; } = name;

    /// <summary>What the directive means; null leaves it without description.</summary>
    public string? Description { get; init; }

    /// <summary>Where it may stand; at least one place.</summary>
    public IList<DirectiveLocation> Locations { get; init; } = [];

    /// <summary>The arguments in schema order.</summary>
    public IList<ArgumentDefinition> Arguments { get; init; } = [];

    /// <summary>Whether it may stand more than once at one place.</summary>
    public bool IsRepeatable { get; init; }
}
