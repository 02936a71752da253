using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Couverture.Generators.Parsing;

/// <summary>Parses how to create an instance from an argument: with the constructor that takes the most properties, then with property setters.</summary>
internal static class InputParser
{
    /// <param name="compilation">The compilation, for the initializers of properties.</param>
    /// <param name="type">The class.</param>
    /// <param name="properties">The public properties of the class.</param>
    /// <param name="key">Returns the key of a property; null if it is declared in another assembly.</param>
    public static InputShape? Parse(Compilation compilation, INamedTypeSymbol type, IReadOnlyList<IPropertySymbol> properties, Func<IPropertySymbol, string?> key)
    {
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || Constructor(type, properties) is not { } constructor)
            return null;
        var members = new List<InputMember>();
        foreach (var property in properties)
        {
            var parameter = constructor.Parameters.FirstOrDefault(p => IsOf(p, property));
            if (parameter is null && property.SetMethod is not { DeclaredAccessibility: Accessibility.Public })
                continue;
            members.Add(new InputMember(
                parameter?.Name ?? property.Name,
                parameter is not null,
                key(property),
                property.AttributeText("GraphQLNameAttribute") ?? parameter?.AttributeText("GraphQLNameAttribute") ?? Naming.Camel(property.Name),
                DocumentationReader.Of(property),
                property.DeprecationReason() ?? parameter?.DeprecationReason(),
                TypeParser.Parse(property.Type),
                DefaultValue(compilation, property, parameter),
                property.HasAttribute("IDAttribute") || parameter?.HasAttribute("IDAttribute") == true));
        }

        return members.Count == 0 ? null : new InputShape(Name(type), members.ToEquatable());
    }

    private static string Name(INamedTypeSymbol type)
    {
        if (type.AttributeText("GraphQLNameAttribute") is { } name)
            return name;
        name = TypeParser.SchemaName(type);
        return name.EndsWith("Input", StringComparison.Ordinal) ? name : name + "Input";
    }

    private static IMethodSymbol? Constructor(INamedTypeSymbol type, IReadOnlyList<IPropertySymbol> properties) => type.InstanceConstructors
        .Where(c => ClassParser.IsAccessible(c) && !IsCopy(c) && c.Parameters.All(p => properties.Any(property => IsOf(p, property))))
        .OrderByDescending(c => c.Parameters.Length)
        .FirstOrDefault();

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);

    private static bool IsOf(IParameterSymbol parameter, IPropertySymbol property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
        && SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type);

    /// <summary>Returns the value of the attribute, else the parameter's default, else the constant in the property's initializer.</summary>
    private static DefaultModel DefaultValue(Compilation compilation, IPropertySymbol property, IParameterSymbol? parameter)
    {
        if (DefaultValueParser.Default(property, property.Type) is { } own)
            return own;
        if (parameter is not null)
            return DefaultValueParser.Default(parameter);
        var initializer = property.DeclaringSyntaxReferences
            .Select(r => (r.GetSyntax() as PropertyDeclarationSyntax)?.Initializer?.Value)
            .FirstOrDefault(value => value is not null);
        if (initializer is null)
            return DefaultModel.None;
        var constant = compilation.GetSemanticModel(initializer.SyntaxTree).GetConstantValue(initializer);
        return constant is { HasValue: true, Value: { } value } ? DefaultValueParser.Of(property.Type, value) : DefaultModel.None;
    }
}
