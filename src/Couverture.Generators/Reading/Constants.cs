using System.Globalization;
using Couverture.Generators.Emission;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Couverture.Generators.Reading;

/// <summary>Default values as C# expressions.</summary>
internal static class Constants
{
    /// <summary>The default of a parameter. One of null in C# says no more than the argument's absence, so it is none.</summary>
    public static string? Default(IParameterSymbol parameter)
    {
        if (Default(parameter, parameter.Type) is { } own)
            return own;
        return parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is { } value ? Expression(parameter.Type, value) : null;
    }

    /// <summary>What <c>[DefaultValue]</c> says; null where there is none.</summary>
    public static string? Default(ISymbol symbol, ITypeSymbol type)
    {
        if (symbol.Find("DefaultValueAttribute") is not { ConstructorArguments.Length: 1 } attribute)
            return null;
        var constant = attribute.ConstructorArguments[0];
        if (constant.Kind is TypedConstantKind.Array or TypedConstantKind.Type)
            return null;
        return constant.Value is { } value ? Expression(type, value) : "null";
    }

    /// <summary>A constant of a type; a whole number may stand for another kind of number.</summary>
    public static string Expression(ITypeSymbol type, object value)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        if (type.TypeKind == TypeKind.Enum)
            return EnumMember((INamedTypeSymbol)type, value);
        return (type.SpecialType, value) switch
        {
            (_, bool truth) => truth ? "true" : "false",
            (SpecialType.System_Decimal, IConvertible number and not string) => Number(number.ToDecimal(CultureInfo.InvariantCulture)) + "m",
            (SpecialType.System_Double, IConvertible number and not string) => Number(number.ToDouble(CultureInfo.InvariantCulture)) + "d",
            (SpecialType.System_Single, IConvertible number and not string) => Number(number.ToSingle(CultureInfo.InvariantCulture)) + "f",
            (_, long number) => Number(number) + "L",
            _ => Number(value),
        };
    }

    private static string Number(object value) => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false);

    private static string EnumMember(INamedTypeSymbol type, object value)
    {
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value));
        return member is null ? $"({TypeReader.Key(type)}){value}" : $"{TypeReader.Key(type)}.{CodeWriter.Identifier(member.Name)}";
    }
}
