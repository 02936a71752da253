using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>A field of a type to be declared.</summary>
internal abstract record FieldPlan(string FieldName)
{
    /// <summary>A field that a class's method resolves.</summary>
    public sealed record Method(ClassModel Class, MethodModel Model) : FieldPlan(Model.FieldName);

    /// <summary>A field that reads a property.</summary>
    /// <param name="Model">The property.</param>
    /// <param name="Owner">The type that the parent is cast to.</param>
    public sealed record Property(PropertyModel Model, string Owner) : FieldPlan(Model.FieldName);
}

/// <summary>An object or interface type to be declared.</summary>
/// <param name="Shape">The runtime type.</param>
/// <param name="Class">The class that registers it; null where a field merely reaches it.</param>
/// <param name="Interfaces">The runtime types of the interface types that it implements.</param>
/// <param name="Fields">Its fields in schema order.</param>
internal sealed record TypePlan(
    TypeShape Shape,
    ClassModel? Class,
    IReadOnlyList<string> Interfaces,
    IReadOnlyList<FieldPlan> Fields);

/// <summary>What is declared, in the order in which it is declared.</summary>
internal sealed record SchemaPlan(
    IReadOnlyList<ClassModel> Classes,
    IReadOnlyList<TypePlan> Types,
    IReadOnlyList<TypeShape> Inputs,
    IReadOnlyList<TypeShape> Enums,
    IReadOnlyList<LoaderModel> Loaders);
