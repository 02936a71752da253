using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>A field to declare.</summary>
/// <param name="FieldName">The name in the schema.</param>
/// <param name="Key">The key of the member's location, for diagnostics; null if it is declared in another assembly.</param>
/// <param name="Type">The C# type, without the task.</param>
/// <param name="IsId">Whether the member has <c>[ID]</c>.</param>
/// <param name="Deprecation">The deprecation reason; null if the field is not deprecated.</param>
internal abstract record FieldPlan(string FieldName, string? Key, TypeModel Type, bool IsId, string? Deprecation)
{
    /// <summary>The arguments, without those that paging adds.</summary>
    public virtual IEnumerable<ParameterModel> Arguments => [];

    /// <summary>The connection's name without the suffix Connection; null if the field is not paged.</summary>
    public virtual string? Connection => null;

    /// <summary>A field that a method resolves.</summary>
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

/// <summary>An object or interface type to declare.</summary>
/// <param name="Shape">The runtime type.</param>
/// <param name="Key">The key of the location for diagnostics about the type.</param>
/// <param name="Class">The class that registers the type; null if the type is only the type of a field.</param>
/// <param name="Interfaces">The runtime types of the interface types that the type implements.</param>
/// <param name="Fields">The fields in schema order.</param>
internal sealed record TypePlan(
    TypeShape Shape,
    string Key,
    ClassModel? Class,
    IReadOnlyList<string> Interfaces,
    IReadOnlyList<FieldPlan> Fields)
{
    /// <summary>The name in the schema.</summary>
    public string Name => Class?.TypeName ?? Shape.Name;

    /// <summary>Whether some fields were rejected with a diagnostic.</summary>
    public bool HasRejectedFields { get; init; }
}

/// <summary>Everything to declare, in declaration order.</summary>
internal sealed record SchemaPlan(
    IReadOnlyList<ClassModel> Classes,
    IReadOnlyList<TypePlan> Types,
    IReadOnlyList<TypeShape> Inputs,
    IReadOnlyList<TypeShape> Enums,
    IReadOnlyList<DataLoaderModel> DataLoaders)
{
    /// <summary>The paged fields with their connection names.</summary>
    public IReadOnlyList<(string ConnectionName, MethodModel Method)> Connections { get; } =
        [.. Classes.SelectMany(c => c.Methods).Where(m => m.Paging is not null).Select(m => (m.ConnectionName!, m))];

    /// <summary>The names of the types that paging adds.</summary>
    public IEnumerable<string> ConnectionTypes =>
        Connections.Count == 0 ? [] : Connections.SelectMany(c => new[] { c.ConnectionName + "Connection", c.ConnectionName + "Edge" }).Append("PageInfo");
}
