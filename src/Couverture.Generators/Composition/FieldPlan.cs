using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>A field of a type to be declared.</summary>
/// <param name="FieldName">Its name in the schema.</param>
/// <param name="Key">Where to report what is wrong with it; null where it is of another assembly.</param>
/// <param name="Type">Its C# type, without the task around it.</param>
/// <param name="IsId">Whether it carries <c>[ID]</c>.</param>
/// <param name="Deprecation">Why it is deprecated.</param>
internal abstract record FieldPlan(string FieldName, string? Key, TypeModel Type, bool IsId, string? Deprecation)
{
    /// <summary>Its arguments, those of paging left out.</summary>
    public virtual IEnumerable<ParameterModel> Arguments => [];

    /// <summary>The name of its connection; null where it is not paged.</summary>
    public virtual string? Connection => null;

    /// <summary>A field that a class's method resolves.</summary>
    public sealed record Method(ClassModel Class, MethodModel Model) : FieldPlan(Model.FieldName, Model.Key, Model.Type, Model.IsId, Model.Deprecation)
    {
        public override IEnumerable<ParameterModel> Arguments => Model.Parameters.Where(p => p.Role == ParameterRole.Argument);

        public override string? Connection => Model.ConnectionName;
    }

    /// <summary>A field that reads a property.</summary>
    /// <param name="Model">The property.</param>
    /// <param name="Owner">The type that the parent is cast to.</param>
    public sealed record Property(PropertyModel Model, string Owner)
        : FieldPlan(Model.FieldName, Model.Key, Model.Type, Model.IsId, Model.Deprecation);
}

/// <summary>An object or interface type to be declared.</summary>
/// <param name="Shape">The runtime type.</param>
/// <param name="Key">Where to report what is wrong with it.</param>
/// <param name="Class">The class that registers it; null where a field merely reaches it.</param>
/// <param name="Interfaces">The runtime types of the interface types that it implements.</param>
/// <param name="Fields">Its fields in schema order.</param>
internal sealed record TypePlan(
    TypeShape Shape,
    string Key,
    ClassModel? Class,
    IReadOnlyList<string> Interfaces,
    IReadOnlyList<FieldPlan> Fields)
{
    /// <summary>Its name in the schema.</summary>
    public string Name => Class?.TypeName ?? Shape.Name;

    /// <summary>Whether it would have more fields, were they not objected to.</summary>
    public bool HasRejectedFields { get; init; }
}

/// <summary>What is declared, in the order in which it is declared.</summary>
internal sealed record SchemaPlan(
    IReadOnlyList<ClassModel> Classes,
    IReadOnlyList<TypePlan> Types,
    IReadOnlyList<TypeShape> Inputs,
    IReadOnlyList<TypeShape> Enums,
    IReadOnlyList<DataLoaderModel> DataLoaders)
{
    /// <summary>The paged fields with the names of their connections.</summary>
    public IReadOnlyList<(string ConnectionName, MethodModel Method)> Connections { get; } =
        [.. Classes.SelectMany(c => c.Methods).Where(m => m.Paging is not null).Select(m => (m.ConnectionName!, m))];

    /// <summary>The names of the types that paging adds.</summary>
    public IEnumerable<string> ConnectionTypes =>
        Connections.Count == 0 ? [] : Connections.SelectMany(c => new[] { c.ConnectionName + "Connection", c.ConnectionName + "Edge" }).Append("PageInfo");
}
