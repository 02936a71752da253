using System.Globalization;
using Couverture.Execution.Coercion;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Cost;

/// <summary>The weights and list sizes that the schema defines for one field.</summary>
internal sealed class FieldCostWeights
{
    private readonly int _assumedSize = 1;
    private readonly string[] _slicingArguments = [];
    private readonly bool _requiresOne;
    private readonly Dictionary<string, double> _argumentWeights = new(StringComparer.Ordinal);
    private readonly Schema _schema;
    private readonly Field _field;

    public FieldCostWeights(Schema schema, Field field)
    {
        (_schema, _field) = (schema, field);
        var type = field.Type.NamedType();
        PossibleTypes = schema.GetPossibleTypes(type);
        IsList = field.Type is ListType or NonNullType { InnerType: ListType };
        Weight = FindWeight(schema, field) ?? (PossibleTypes.Count > 0 ? 1 : 0);
        TypeWeight = PossibleTypes.Count > 0 ? PossibleTypes.Max(possible => FindWeight(schema, possible) ?? 1) : FindWeight(schema, type) ?? 0;
        foreach (var argument in field.Arguments)
        {
            if (FindWeight(schema, argument) is { } weight)
                _argumentWeights[argument.Name] = weight;
        }

        if (schema.GetDirectives(field).FirstOrDefault(d => d.Name.Value == CostDirectives.ListSizeName) is not { } size)
            return;
        _assumedSize = FindArgument(size, CostDirectives.AssumedSizeName) is IntValueNode assumed ? (int)ReadNumber(assumed) : 1;
        _slicingArguments = ReadStrings(FindArgument(size, CostDirectives.SlicingArgumentsName));
        SizedFields = ReadStrings(FindArgument(size, CostDirectives.SizedFieldsName));
        _requiresOne = _slicingArguments.Length > 0 && FindArgument(size, CostDirectives.RequireOneName) is not BooleanValueNode { Value: false };
    }

    public double Weight { get; }

    /// <summary>The weight of one object or value; for an abstract type, that of the heaviest possible type.</summary>
    public double TypeWeight { get; }

    public bool IsList { get; }

    /// <summary>The possible object types of the field; empty for a leaf.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes { get; }

    /// <summary>The child fields whose lists have this field's size.</summary>
    public string[] SizedFields { get; } = [];

    /// <summary>
    /// Returns the cost of the given arguments, with that of the input fields in them. A list that determines the size of the field costs its weight for each item. A variable
    /// costs as much as its value.
    /// </summary>
    /// <param name="node">The field with the arguments.</param>
    /// <param name="size">The size of the field's list.</param>
    /// <param name="variables">The values of the variables.</param>
    public double GetArgumentCost(FieldNode node, double size, VariableValues variables)
    {
        var cost = 0.0;
        foreach (var given in node.Arguments)
        {
            var name = given.Name.Value;
            cost += _argumentWeights.GetValueOrDefault(name) * (_slicingArguments.Contains(name) ? size : 1);
            if (_field.Arguments.TryGet(name, out var argument))
                cost += GetInputCost(argument.Type.NamedType(), given.Value, variables);
        }

        return cost;
    }

    /// <summary>Returns the size of the list, or of the lists of the sized fields.</summary>
    /// <exception cref="GraphQLException">Exactly one slicing argument is required, but none or several are given.</exception>
    public double GetListSize(FieldNode node, VariableValues variables)
    {
        double? size = null;
        var given = 0;
        foreach (var name in _slicingArguments)
        {
            var literal = node.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;
            if (literal is VariableNode variable)
                literal = variables.FindLiteral(variable.Name.Value);
            if (literal is not null and not NullValueNode)
                given++;
            else if (_field.Arguments.TryGet(name, out var argument))
                literal = argument.DefaultValue;
            if (ReadSize(literal) is { } literalSize)
                size = Math.Max(size ?? 0, literalSize);
        }

        if (_requiresOne && given != 1)
        {
            throw new GraphQLException(new Error(
                $"{_field.Coordinate}: Give exactly one of the arguments {string.Join(", ", _slicingArguments)}. It determines the cost.",
                ErrorCodes.ValidationFailed,
                Locations: node.Location is { } location ? [location] : null));
        }

        return size ?? _assumedSize;
    }

    private double GetInputCost(INamedType type, IValueNode literal, VariableValues variables)
    {
        switch (literal)
        {
            case VariableNode variable:
                return variables.FindLiteral(variable.Name.Value) is { } value ? GetInputCost(type, value, variables) : 0;
            case ListValueNode list when type is InputObjectType:
                return list.Items.Sum(item => GetInputCost(type, item, variables));
            case ObjectValueNode fields when type is InputObjectType input:
                var cost = 0.0;
                foreach (var given in fields.Fields)
                {
                    if (input.Fields.TryGet(given.Name.Value, out var field))
                        cost += (FindWeight(_schema, field) ?? 0) + GetInputCost(field.Type.NamedType(), given.Value, variables);
                }

                return cost;
            default:
                return 0;
        }
    }

    private static double? ReadSize(IValueNode? literal) => literal switch
    {
        IntValueNode number => Math.Max(0, ReadNumber(number)),
        ListValueNode list => list.Items.Count,
        null or NullValueNode => null,
        // A single value for a list is a list of that value.
        _ => 1,
    };

    private static double ReadNumber(IntValueNode number) =>
        double.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? Math.Min(value, int.MaxValue) : int.MaxValue;

    private static double? FindWeight(Schema schema, object schemaElement) =>
        schema.GetDirectives(schemaElement).FirstOrDefault(d => d.Name.Value == CostDirectives.CostName) is { } cost && FindArgument(cost, CostDirectives.WeightName) is StringValueNode weight
            ? double.Parse(weight.Value, CultureInfo.InvariantCulture)
            : null;

    private static IValueNode? FindArgument(DirectiveNode directive, string name) => directive.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;

    private static string[] ReadStrings(IValueNode? value) => value is ListValueNode list ? [.. list.Items.OfType<StringValueNode>().Select(text => text.Value)] : [];
}
