namespace Couverture.Types;

/// <summary>The definition of a custom directive, before the schema is built (specification section 3.13).</summary>
/// <param name="name">The directive's name, without the leading @.</param>
public sealed class DirectiveTypeDefinition(string name)
{
    /// <summary>The directive's name, without the leading @.</summary>
    public string Name { get; } = name;

    /// <summary>The description; null for no description.</summary>
    public string? Description { get; init; }

    /// <summary>The locations at which the directive is allowed; at least one.</summary>
    public IList<DirectiveLocation> Locations { get; init; } = [];

    /// <summary>The arguments in schema order.</summary>
    public IList<ArgumentDefinition> Arguments { get; init; } = [];

    /// <summary>Whether the directive can be applied more than once at the same location.</summary>
    public bool IsRepeatable { get; init; }
}
