using System.Text.RegularExpressions;

namespace Couverture.Types;

/// <summary>Checks the rules for valid schemas (specification section 3).</summary>
internal static partial class SchemaRules
{
    public static void Check(IEnumerable<INamedType> types, List<string> errors)
    {
        foreach (var type in types.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (IntrospectionTypes.IsIntrospection(type))
                continue;
            CheckName(type.Name, type.Name, errors);
            switch (type)
            {
                case ComplexType complex:
                    CheckFields(complex, errors);
                    foreach (var interfaceType in complex.Interfaces)
                        CheckImplementation(complex, interfaceType, errors);
                    break;
                case UnionType { Members.Count: 0 }:
                    errors.Add($"{type.Name}: has no member.");
                    break;
                case EnumType values:
                    CheckValues(values, errors);
                    break;
                case InputObjectType input:
                    CheckInput(input, errors);
                    break;
            }
        }
    }

    public static void Check(IEnumerable<DirectiveDefinition> directives, List<string> errors)
    {
        foreach (var directive in directives)
        {
            CheckName(directive.Name, $"@{directive.Name}", errors);
            if (directive.Locations.Count == 0)
                errors.Add($"@{directive.Name}: has no locations.");
            foreach (var argument in directive.Arguments)
                CheckInputValue(argument, errors);
        }
    }

    private static void CheckFields(ComplexType type, List<string> errors)
    {
        if (type.Fields.Count == 0)
            errors.Add($"{type.Name}: has no field.");
        foreach (var field in type.Fields)
        {
            CheckName(field.Name, field.Coordinate, errors);
            foreach (var argument in field.Arguments)
                CheckInputValue(argument, errors);
        }
    }

    private static void CheckValues(EnumType type, List<string> errors)
    {
        if (type.Values.Count == 0)
            errors.Add($"{type.Name}: has no value.");
        foreach (var value in type.Values)
        {
            CheckName(value.Name, $"{type.Name}.{value.Name}", errors);
            if (value.Name is "true" or "false" or "null")
                errors.Add($"{type.Name}.{value.Name}: this name is reserved.");
        }
    }

    private static void CheckInput(InputObjectType type, List<string> errors)
    {
        if (type.Fields.Count == 0)
            errors.Add($"{type.Name}: has no field.");
        foreach (var field in type.Fields)
        {
            CheckInputValue(field, errors);
            if (type.IsOneOf && (field.Type is NonNullType || field.DefaultValue is not null))
                errors.Add($"{field.Coordinate}: a field of a @oneOf type must be nullable and must not have a default.");
        }

        if (Requires(type, type, []))
            errors.Add($"{type.Name}: requires itself, so no value can be written.");
    }

    private static bool Requires(InputObjectType type, InputObjectType target, HashSet<InputObjectType> seen) =>
        seen.Add(type)
        && type.Fields.Any(f => f.Type is NonNullType { InnerType: InputObjectType inner }
            && (ReferenceEquals(inner, target) || Requires(inner, target, seen)));

    private static void CheckInputValue(InputValue value, List<string> errors)
    {
        CheckName(value.Name, value.Coordinate, errors);
        if (value.IsRequired && value.DeprecationReason is not null)
            errors.Add($"{value.Coordinate}: is required, so it cannot be deprecated.");
    }

    private static void CheckImplementation(ComplexType type, InterfaceType interfaceType, List<string> errors)
    {
        foreach (var expected in interfaceType.Fields)
        {
            if (!type.Fields.TryGet(expected.Name, out var field))
            {
                errors.Add($"{type.Name}: is missing the field {expected.Coordinate}.");
                continue;
            }

            if (!Schema.IsSubType(field.Type, expected.Type))
                errors.Add($"{field.Coordinate}: has the type {field.Type}, which is not a subtype of {expected.Type}, the type of {expected.Coordinate}.");
            if (field.DeprecationReason is not null && expected.DeprecationReason is null)
                errors.Add($"{field.Coordinate}: is deprecated, but {expected.Coordinate} is not.");
            foreach (var expectedArgument in expected.Arguments)
            {
                if (!field.Arguments.TryGet(expectedArgument.Name, out var argument))
                    errors.Add($"{field.Coordinate}: is missing the argument {expectedArgument.Coordinate}.");
                else if (!argument.Type.Equals(expectedArgument.Type))
                    errors.Add($"{argument.Coordinate}: has the type {argument.Type}, but {expectedArgument.Coordinate} has {expectedArgument.Type}.");
            }

            foreach (var argument in field.Arguments)
            {
                if (argument.IsRequired && !expected.Arguments.Contains(argument.Name))
                    errors.Add($"{argument.Coordinate}: is required, but {expected.Coordinate} does not have it.");
            }
        }
    }

    private static void CheckName(string name, string coordinate, List<string> errors)
    {
        if (!Name().IsMatch(name))
            errors.Add($"{coordinate}: \"{name}\" is not a valid name.");
        else if (name.StartsWith("__", StringComparison.Ordinal))
            errors.Add($"{coordinate}: names that start with two underscores are reserved.");
    }

    [GeneratedRegex(@"^[_A-Za-z][_0-9A-Za-z]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
