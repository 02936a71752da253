using Couverture.Types;

namespace Couverture.Data;

/// <summary>What the factories of filters and of sort keys share: the input types they created, and the rules for fields of members.</summary>
/// <param name="errors">Collects the errors of the schema.</param>
internal abstract class InputTypeFactory(List<string> errors)
{
    private readonly List<TypeDefinition> _created = [];

    /// <summary>The errors of the schema.</summary>
    protected List<string> Errors { get; } = errors;

    /// <summary>Returns the types that were created since the last call.</summary>
    public IReadOnlyList<TypeDefinition> TakeCreated()
    {
        List<TypeDefinition> created = [.. _created];
        _created.Clear();
        return created;
    }

    /// <summary>Adds a type to those that were created.</summary>
    protected TDefinition Add<TDefinition>(TDefinition definition)
        where TDefinition : TypeDefinition
    {
        _created.Add(definition);
        return definition;
    }

    /// <summary>Reports an input type that does not call <c>BindFieldsExplicitly</c>.</summary>
    /// <param name="isExplicit">Whether it does.</param>
    /// <param name="name">The name in the schema.</param>
    /// <param name="type">The class that describes it.</param>
    protected void RequireExplicitFields(bool isExplicit, string name, Type type)
    {
        if (!isExplicit)
            Errors.Add($"{name}: call BindFieldsExplicitly in {type}, because the engine does not inspect the members of types.");
    }

    /// <summary>Returns whether a field can be created; reports an error if not.</summary>
    /// <param name="path">The members that the field reads.</param>
    /// <param name="fieldName">The field's name; null if it has none.</param>
    /// <param name="coordinate">The field.</param>
    protected bool IsValid(MemberPath path, string? fieldName, string coordinate)
    {
        if ((path.Error ?? (fieldName is null ? "a property of a property needs a name; call Name." : null)) is not { } error)
            return true;
        Errors.Add($"{coordinate}: {error}");
        return false;
    }
}
