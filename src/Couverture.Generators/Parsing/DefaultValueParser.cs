using System.Globalization;
using Couverture.Generators.Emit;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Couverture.Generators.Parsing;

/// <summary>Parses default values into C# expressions.</summary>
internal static class DefaultValueParser
{
    /// <summary>Returns the default of a parameter. A C# default of null only makes the argument optional, so it is not a default in the schema.</summary>
    public static DefaultModel Default(IParameterSymbol parameter)
    {
        if (Default(parameter, parameter.Type) is { } own)
            return own;
        if (!parameter.HasExplicitDefaultValue)
            return DefaultModel.None;
        if (parameter.ExplicitDefaultValue is { } value)
            return Of(parameter.Type, value);
        // The only default that a struct parameter can have is default, which is not a constant.
        return IsNullable(parameter.Type) ? DefaultModel.None : DefaultModel.Invalid($"{parameter.Type.ToDisplayString()} has no constants");
    }

    /// <summary>Returns the value of <c>[DefaultValue]</c>; null if the symbol does not have the attribute.</summary>
    public static DefaultModel? Default(ISymbol symbol, ITypeSymbol type)
    {
        if (symbol.FindAttribute("DefaultValueAttribute") is not { ConstructorArguments.Length: 1 } attribute)
            return null;
        var constant = attribute.ConstructorArguments[0];
        if (constant.Kind is TypedConstantKind.Array or TypedConstantKind.Type)
            return DefaultModel.Invalid("an array or a type cannot be a default");
        if (constant.Value is { } value)
            return Of(type, value);
        return IsNullable(type) ? new DefaultModel("null", null) : DefaultModel.Invalid($"null is not a valid {type.ToDisplayString()}");
    }

    /// <summary>Converts a constant to a type. A number can be converted to any numeric type that can hold it.</summary>
    public static DefaultModel Of(ITypeSymbol type, object value)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        if (type.TypeKind == TypeKind.Enum)
            return EnumMember((INamedTypeSymbol)type, value);
        try
        {
            if (Expression(type.SpecialType, value) is { } expression)
                return new DefaultModel(expression, null);
        }
        catch (OverflowException)
        {
            // Reported below.
        }

        return DefaultModel.Invalid($"{Literal(value)} is not a valid {type.ToDisplayString()}");
    }

    private static string? Expression(SpecialType type, object value) => (type, value) switch
    {
        (SpecialType.System_Boolean, bool) or (SpecialType.System_String, string) or (SpecialType.System_Char, char) => Literal(value),
        (_, bool or string or char) => null,
        (SpecialType.System_Decimal, _) => Literal(Convert.ToDecimal(value, CultureInfo.InvariantCulture)) + "m",
        (SpecialType.System_Double, _) => Finite(Convert.ToDouble(value, CultureInfo.InvariantCulture), "d"),
        (SpecialType.System_Single, _) => Finite(Convert.ToSingle(value, CultureInfo.InvariantCulture), "f"),
        (_, float or double or decimal) => null,
        (SpecialType.System_Int32, _) => Literal(Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        (SpecialType.System_Int64, _) => Literal(Convert.ToInt64(value, CultureInfo.InvariantCulture)) + "L",
        (SpecialType.System_UInt32, _) => Literal(Convert.ToUInt32(value, CultureInfo.InvariantCulture)) + "u",
        (SpecialType.System_UInt64, _) => Literal(Convert.ToUInt64(value, CultureInfo.InvariantCulture)) + "ul",
        (SpecialType.System_Int16, _) => "(short)" + Literal(Convert.ToInt16(value, CultureInfo.InvariantCulture)),
        (SpecialType.System_UInt16, _) => "(ushort)" + Literal(Convert.ToUInt16(value, CultureInfo.InvariantCulture)),
        (SpecialType.System_Byte, _) => "(byte)" + Literal(Convert.ToByte(value, CultureInfo.InvariantCulture)),
        (SpecialType.System_SByte, _) => "(sbyte)" + Literal(Convert.ToSByte(value, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static string? Finite(double value, string suffix) =>
        double.IsNaN(value) || double.IsInfinity(value) ? null : Literal(suffix == "f" ? (float)value : value) + suffix;

    private static bool IsNullable(ITypeSymbol type) => TypeParser.Parse(type).IsNullable;

    private static string Literal(object value) => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false);

    private static DefaultModel EnumMember(INamedTypeSymbol type, object value)
    {
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value) && !f.HasAttribute("GraphQLIgnoreAttribute"));
        return member is null
            ? DefaultModel.Invalid($"{Literal(value)} is not a value of {type.ToDisplayString()}")
            : new DefaultModel($"{TypeParser.Key(type)}.{CodeWriter.Identifier(member.Name)}", null);
    }
}
