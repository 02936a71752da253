using Couverture.Execution.Coercion;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.6.1: literals must be coercible to the expected type.</summary>
internal sealed class ValuesOfCorrectType : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var value in context.Document.Values)
        {
            Check(context, value);
        }

        foreach (var (node, type) in context.Document.Objects)
        {
            if (type is { IsOneOf: true })
            {
                CheckOneOf(context, node, type);
            }
        }
    }

    private static void Check(ValidationContext context, TypedValue value)
    {
        if (value.Node is NullValueNode)
        {
            if (value.Type.IsNonNull())
            {
                context.Report($"Expected a value of the type \"{value.Type}\", found null{At(value)}.", value.Node);
            }

            return;
        }

        switch (value.Type.NullableType())
        {
            case EnumType type:
                CheckEnum(context, value, type);
                break;
            case ScalarType type when TakesSimpleLiteralsOnly(type) || !LiteralVariables.Contains(value.Node):
                CheckScalar(context, value, type);
                break;
            case InputObjectType type:
                context.Report($"Expected an object of the type \"{type.Name}\", found {Describe(value.Node)}{At(value)}.", value.Node);
                break;
        }
    }

    private static void CheckEnum(ValidationContext context, TypedValue value, EnumType type)
    {
        switch (value.Node)
        {
            case EnumValueNode name when type.Values.TryGet(name.Value, out _):
                break;
            case EnumValueNode name:
                context.Report(
                    $"The enum \"{type.Name}\" has no value \"{name.Value}\"{At(value)}.{Suggest(context, type, name.Value)}", value.Node);
                break;
            case StringValueNode text:
                context.Report(
                    $"Expected a value of the enum \"{type.Name}\", found a string{At(value)}.{Suggest(context, type, text.Value)}", value.Node);
                break;
            default:
                context.Report($"Expected a value of the enum \"{type.Name}\", found {Describe(value.Node)}{At(value)}.", value.Node);
                break;
        }
    }

    private static string Suggest(ValidationContext context, EnumType type, string name)
        => context.Suggest(name, type.Values.Select(value => value.Name));

    /// <summary>Reports the scalar's own error with its code. Extensions identify the literal: its coordinate, and in a list also its path.</summary>
    private static void CheckScalar(ValidationContext context, TypedValue value, ScalarType type)
    {
        if (type.ValidateLiteral(value.Node) is not { } error)
        {
            return;
        }

        var builder = ErrorBuilder.New().SetMessage(error.Message).SetCode(error.Code ?? ErrorCodes.ValidationFailed);

        foreach (var (key, member) in error.Extensions ?? new Dictionary<string, object?>())
        {
            builder.SetExtension(key, member);
        }

        if (value.Coordinate.Length > 0)
        {
            builder.SetExtension("coordinate", value.Coordinate);
        }

        if (value.Path.HasIndex)
        {
            builder.SetExtension("inputPath", value.Path.ToArray());
        }

        context.Report(builder, value.Node);
    }

    private static void CheckOneOf(ValidationContext context, ObjectValueNode node, InputObjectType type)
    {
        // Another rule reports unknown fields.
        var known = node.Fields.Where(field => type.Fields.Contains(field.Name.Value)).ToArray();

        if (known.Length != 1)
        {
            context.Report($"Exactly one field of the type \"{type.Name}\" must be given.", node);
        }
        else if (known[0].Value is NullValueNode)
        {
            context.Report($"The field \"{type.Name}.{known[0].Name.Value}\" must not be null.", node);
        }
    }

    /// <summary>
    /// Whether a scalar rejects all composite literals. A custom scalar can accept them, so literals with variables can only be checked when the
    /// values of the variables are known.
    /// </summary>
    private static bool TakesSimpleLiteralsOnly(ScalarType type) => type is IntType or FloatType or StringType or BooleanType or IdType;

    private static string At(TypedValue value) => value.Coordinate.Length == 0 ? "" : $" for \"{value.Coordinate}\"";

    private static string Describe(IValueNode value) => value.Kind switch
    {
        SyntaxKind.StringValue => "a string",
        SyntaxKind.IntValue => "an integer",
        SyntaxKind.FloatValue => "a number",
        SyntaxKind.BooleanValue => "a boolean",
        SyntaxKind.EnumValue => "an enum value",
        SyntaxKind.ListValue => "a list",
        _ => "an object",
    };
}
