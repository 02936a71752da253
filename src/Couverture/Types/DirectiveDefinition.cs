namespace Couverture.Types;

/// <summary>A directive that a schema knows.</summary>
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

    /// <summary>What the directive means.</summary>
    public string? Description { get; }

    /// <summary>Where it may stand.</summary>
    public IReadOnlyList<DirectiveLocation> Locations { get; }

    /// <summary>The arguments.</summary>
    public MemberCollection<Argument> Arguments { get; }

    /// <summary>Whether it may stand more than once at one place.</summary>
    public bool IsRepeatable { get; }

    /// <inheritdoc />
    public override string ToString() => $"@{Name}";
}

/// <summary>Where a directive may stand (specification section 3.13, <c>__DirectiveLocation</c>).</summary>
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
