using System.Globalization;
using Couverture.Generators.Emit;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Couverture.Generators.Parsing;

/// <summary>Default values as C# expressions.</summary>
internal static class DefaultValueParser
{
    /// <summary>The default of a parameter. One of null in C# says no more than the argument's absence, so it is none.</summary>
    public static DefaultModel Default(IParameterSymbol parameter)
    {
        if (Default(parameter, parameter.Type) is { } own)
            return own;
        if (!parameter.HasExplicitDefaultValue)
            return DefaultModel.None;
        if (parameter.ExplicitDefaultValue is { } value)
            return Of(parameter.Type, value);
        // The default of a struct is its zero, which is no constant.
        return IsNullable(parameter.Type) ? DefaultModel.None : DefaultModel.Invalid($"no constant is a {parameter.Type.ToDisplayString()}");
    }

    /// <summary>What <c>[DefaultValue]</c> says; null where there is none.</summary>
    public static DefaultModel? Default(ISymbol symbol, ITypeSymbol type)
    {
        if (symbol.FindAttribute("DefaultValueAttribute") is not { ConstructorArguments.Length: 1 } attribute)
            return null;
        var constant = attribute.ConstructorArguments[0];
        if (constant.Kind is TypedConstantKind.Array or TypedConstantKind.Type)
            return DefaultModel.Invalid("an array or a type is no default");
        if (constant.Value is { } value)
            return Of(type, value);
        return IsNullable(type) ? new DefaultModel("null", null) : DefaultModel.Invalid($"null is no {type.ToDisplayString()}");
    }

    /// <summary>A constant as one of a type; a number may stand for another kind of number that can hold it.</summary>
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
            // said below
        }

        return DefaultModel.Invalid($"{Literal(value)} is no {type.ToDisplayString()}");
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
            ? DefaultModel.Invalid($"{Literal(value)} is no value of {type.ToDisplayString()}")
            : new DefaultModel($"{TypeParser.Key(type)}.{CodeWriter.Identifier(member.Name)}", null);
    }
}
