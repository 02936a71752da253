using Couverture.Execution.Coercion;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Planning;

/// <summary>The arguments of one field or directive. Constants are coerced once, arguments with variables at each execution (specification section 6.4.1).</summary>
internal sealed class ArgumentsPlan
{
    private static readonly ArgumentsPlan Empty = new([], [], [], null);
    private readonly IValueNode?[] _literals;
    private readonly object?[] _constants;
    private readonly (int Index, Argument Argument, IValueNode Literal)[] _dynamic;
    private readonly IError? _error;

    private ArgumentsPlan(IValueNode?[] literals, object?[] constants, (int Index, Argument Argument, IValueNode Literal)[] dynamic, IError? error) =>
        (_literals, _constants, _dynamic, _error) = (literals, constants, dynamic, error);

    public static ArgumentsPlan Create(MemberCollection<Argument> definitions, IReadOnlyList<ArgumentNode> given)
    {
        if (definitions.Count == 0)
            return Empty;
        var literals = new IValueNode?[definitions.Count];
        var constants = new object?[definitions.Count];
        var dynamic = new List<(int Index, Argument Argument, IValueNode Literal)>();
        IError? error = null;
        for (var i = 0; i < constants.Length; i++)
        {
            var argument = definitions[i];
            var literal = Find(given, argument.Name);
            try
            {
                if (literal is not null && LiteralVariables.Contains(literal))
                {
                    dynamic.Add((i, argument, literal));
                }
                else
                {
                    literals[i] = literal ?? argument.DefaultValue ?? NullValueNode.Default;
                    constants[i] = Coerce(argument, literal, VariableValues.None);
                }
            }
            catch (GraphQLException exception)
            {
                error ??= exception.Errors[0];
            }
        }

        return new ArgumentsPlan(literals, constants, [.. dynamic], error);
    }

    /// <summary>Returns the values by the argument's index.</summary>
    /// <exception cref="GraphQLException">A value does not match its type; the error names the argument.</exception>
    public object?[] GetValues(VariableValues variables)
    {
        if (_error is not null)
            throw new GraphQLException(_error);
        if (_dynamic.Length == 0)
            return _constants;
        var values = (object?[])_constants.Clone();
        foreach (var (index, argument, literal) in _dynamic)
            values[index] = Coerce(argument, literal, variables);
        return values;
    }

    /// <summary>Returns the literal of an argument with its variables replaced, or its default, or null.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="variables">The values of the variables.</param>
    public IValueNode GetLiteral(int index, VariableValues variables) => _literals[index] ?? ReplaceVariables(index, variables);

    private IValueNode ReplaceVariables(int index, VariableValues variables)
    {
        var (_, argument, literal) = Array.Find(_dynamic, argument => argument.Index == index);
        return literal is VariableNode variable
            ? variables.FindLiteral(variable.Name.Value) ?? argument.DefaultValue ?? NullValueNode.Default
            : LiteralVariables.Replace(literal, variables);
    }

    private static object? Coerce(Argument argument, IValueNode? literal, VariableValues variables)
    {
        if (literal is null || (literal is VariableNode variable && !variables.TryGet(variable.Name.Value, out _)))
        {
            return argument.IsRequired
                ? throw Fail(argument, new Error("A value is required."), literal)
                : argument.RuntimeDefault;
        }

        try
        {
            return argument.ToRuntime(InputCoercion.CoerceLiteral(argument.Type, literal, variables));
        }
        catch (SerializationException exception)
        {
            throw Fail(argument, exception.Error, literal);
        }
    }

    private static GraphQLException Fail(Argument argument, IError error, IValueNode? literal) => new(error
        .WithMessage($"Argument \"{argument.Name}\": {error.Message}")
        .WithCode(error.Code ?? ErrorCodes.ArgumentInvalid)
        .WithPath(null)
        .WithLocations(error.Locations ?? (literal?.Location is { } location ? [location] : null))
        .SetExtension("argument", argument.Name)
        .SetExtension("fieldCoordinate", argument.Coordinate));

    private static IValueNode? Find(IReadOnlyList<ArgumentNode> given, string name)
    {
        foreach (var argument in given)
        {
            if (argument.Name.Value == name)
                return argument.Value;
        }

        return null;
    }
}
