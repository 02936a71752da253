namespace Couverture.Types;

/// <summary>A directive of a schema.</summary>
public sealed class DirectiveDefinition : INamed
{
    internal DirectiveDefinition(
        string name,
        string? description,
        IEnumerable<DirectiveLocation> locations,
        MemberCollection<Argument>? arguments = null,
        bool isRepeatable = false)
    {
        Name = name;
        Description = description;
        Locations = [.. locations];
        Arguments = arguments ?? MemberCollection<Argument>.Empty;
        IsRepeatable = isRepeatable;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>The description; null if there is none.</summary>
    public string? Description { get; }

    /// <summary>The locations at which the directive is allowed.</summary>
    public IReadOnlyList<DirectiveLocation> Locations { get; }

    /// <summary>The arguments.</summary>
    public MemberCollection<Argument> Arguments { get; }

    /// <summary>Whether the directive can be applied more than once at the same location.</summary>
    public bool IsRepeatable { get; }

    /// <inheritdoc />
    public override string ToString() => $"@{Name}";
}

/// <summary>The locations of directives (specification section 3.13, <c>__DirectiveLocation</c>).</summary>
public enum DirectiveLocation
{
#pragma warning disable CS1591 // each member is named as in the specification
    Query,
    Mutation,
    Subscription,
    Field,
    FragmentDefinition,
    FragmentSpread,
    InlineFragment,
    VariableDefinition,
    Schema,
    Scalar,
    Object,
    FieldDefinition,
    ArgumentDefinition,
    Interface,
    Union,
    Enum,
    EnumValue,
    InputObject,
    InputFieldDefinition,
#pragma warning restore CS1591
}
