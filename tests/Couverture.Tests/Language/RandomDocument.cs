using Couverture.Language;

namespace Couverture.Tests.Language;

/// <summary>Creates random documents that cover every production of the grammar; the same seed creates the same document.</summary>
internal sealed class RandomDocument(int seed)
{
    private static readonly string[] Names = ["a", "b", "on", "query", "type", "fragment", "true_", "_x1", "Name", "extend", "input", "null2"];

    private static readonly string[] Pieces =
        ["", " ", "  ", "\t", "\n", "\n\n", "\"", "\"\"\"", "\\", "\\n", "word", "é", "\U0001F4A9", "\r", "\u0001", "\u007f", "\u0085", "#", "\uFEFF", "{}"];

    private static readonly string[] Locations = ["FIELD", "OBJECT", "QUERY", "INPUT_FIELD_DEFINITION", "VARIABLE_DEFINITION"];

    private readonly Random _random = new(seed);
    private int _remainingNodes = 150;

    public DocumentNode Make() => new(Many(1, 5, Definition));

    private IDefinitionNode Definition() => _random.Next(18) switch
    {
        < 5 => new OperationDefinitionNode(Pick<OperationType>(), Maybe(Name), Maybe(Text), Many(0, 3, VariableDefinition), Directives(false), SelectionSet()),
        < 7 => new FragmentDefinitionNode(FragmentName(), Maybe(Text), NamedType(), Directives(false), SelectionSet()),
        7 => new SchemaDefinitionNode(Maybe(Text), Directives(true), Many(1, 3, OperationTypeDefinition)),
        8 => new SchemaExtensionNode(Many(1, 2, () => Directive(true)), Many(0, 2, OperationTypeDefinition)),
        9 => new ScalarTypeDefinitionNode(Name(), Maybe(Text), Directives(true)),
        10 => new ObjectTypeDefinitionNode(Name(), Maybe(Text), Many(0, 2, NamedType), Directives(true), Many(0, 3, FieldDefinition)),
        11 => new InterfaceTypeDefinitionNode(Name(), Maybe(Text), Many(0, 2, NamedType), Directives(true), Many(0, 3, FieldDefinition)),
        12 => new UnionTypeDefinitionNode(Name(), Maybe(Text), Directives(true), Many(0, 3, NamedType)),
        13 => new EnumTypeDefinitionNode(Name(), Maybe(Text), Directives(true), Many(0, 3, EnumValueDefinition)),
        14 => new InputObjectTypeDefinitionNode(Name(), Maybe(Text), Directives(true), Many(0, 3, InputValueDefinition)),
        15 => new DirectiveDefinitionNode(Name(), Maybe(Text), Many(0, 2, InputValueDefinition), Flip(), Many(1, 3, () => new NameNode(Pick(Locations)))),
        _ => Extension(),
    };

    private IDefinitionNode Extension() => _random.Next(6) switch
    {
        0 => new ScalarTypeExtensionNode(Name(), Many(1, 2, () => Directive(true))),
        1 => new ObjectTypeExtensionNode(Name(), Many(0, 2, NamedType), Directives(true), Many(1, 3, FieldDefinition)),
        2 => new InterfaceTypeExtensionNode(Name(), Many(1, 2, NamedType), Directives(true), Many(0, 3, FieldDefinition)),
        3 => new UnionTypeExtensionNode(Name(), Directives(true), Many(1, 3, NamedType)),
        4 => new EnumTypeExtensionNode(Name(), Directives(true), Many(1, 3, EnumValueDefinition)),
        _ => new InputObjectTypeExtensionNode(Name(), Directives(true), Many(1, 3, InputValueDefinition)),
    };

    private SelectionSetNode SelectionSet() => new(Many(1, 4, Selection));

    private ISelectionNode Selection() => _random.Next(6) switch
    {
        0 => new FragmentSpreadNode(FragmentName(), Directives(false)),
        1 => new InlineFragmentNode(Maybe(NamedType), Directives(false), SelectionSet()),
        _ => new FieldNode(Name(), Maybe(Name), Many(0, 3, () => Argument(false)), Directives(false), Flip() ? null : Maybe(SelectionSet)),
    };

    private VariableDefinitionNode VariableDefinition() => new(new VariableNode(Name()), Maybe(Text), Type(), Maybe(() => Value(true)), Directives(true));

    private OperationTypeDefinitionNode OperationTypeDefinition() => new(Pick<OperationType>(), NamedType());

    private FieldDefinitionNode FieldDefinition() => new(Name(), Maybe(Text), Many(0, 3, InputValueDefinition), Type(), Directives(true));

    private InputValueDefinitionNode InputValueDefinition() => new(Name(), Maybe(Text), Type(), Maybe(() => Value(true)), Directives(true));

    private EnumValueDefinitionNode EnumValueDefinition() => new(Name(), Maybe(Text), Directives(true));

    private DirectiveNode[] Directives(bool isConst) => Many(0, 2, () => Directive(isConst));

    private DirectiveNode Directive(bool isConst) => new(Name(), Many(0, 2, () => Argument(isConst)));

    private ArgumentNode Argument(bool isConst) => new(Name(), Value(isConst));

    private ITypeNode Type()
    {
        ITypeNode type = _random.Next(3) == 0 ? new ListTypeNode(Type()) : NamedType();
        return Flip() ? new NonNullTypeNode(type) : type;
    }

    private IValueNode Value(bool isConst) => _random.Next(isConst ? 1 : 0, 10) switch
    {
        0 => new VariableNode(Name()),
        1 => new IntValueNode(_random.NextInt64(-1_000_000, 1_000_000)),
        2 => new FloatValueNode(_random.NextDouble() * Math.Pow(10, _random.Next(-30, 30))),
        3 => new BooleanValueNode(Flip()),
        4 => NullValueNode.Default,
        5 => new EnumValueNode(Pick(Names)),
        6 => new ListValueNode(Many(0, 3, () => Value(isConst))),
        7 => new ObjectValueNode(Many(0, 3, () => new ObjectFieldNode(Name(), Value(isConst)))),
        _ => Text(),
    };

    private StringValueNode Text() => new(string.Concat(Many(0, 8, () => Pick(Pieces))), Flip());

    private NameNode Name() => new(Pick(Names));

    private NameNode FragmentName() => new(Pick(Names) + "F");

    private NamedTypeNode NamedType() => new(Name());

    private bool Flip() => _random.Next(2) == 0;

    private T? Maybe<T>(Func<T> make) where T : class => Flip() && _remainingNodes > 0 ? make() : null;

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];

    private T Pick<T>() where T : struct, Enum => Pick(Enum.GetValues<T>());

    private T[] Many<T>(int minimum, int maximum, Func<T> make)
    {
        var count = _remainingNodes > 0 ? _random.Next(minimum, maximum + 1) : minimum;
        _remainingNodes -= count;
        return [.. Enumerable.Range(0, count).Select(_ => make())];
    }
}
