using System.Text;
using Couverture.Language;

namespace Couverture.Tests.Language;

public sealed class ParserTests
{
    [Fact]
    public void Parse_Should_ReadEveryPart_When_OperationIsComplete()
    {
        var document = Utf8GraphQLParser.Parse(
            """
            "What it is for"
            query Find($id: [ID!]! = ["a"] @v) @d {
              one: node(id: $id, deep: { a: [1, -2.5e3, true, null, RED] }) @skip(if: false) { id ...More ... on User @x { name } ... { age } }
            }
            fragment More on Node { id }
            """);

        var operation = document.Definitions[0].ShouldBeOfType<OperationDefinitionNode>();
        operation.Operation.ShouldBe(OperationType.Query);
        operation.Name!.Value.ShouldBe("Find");
        operation.Description!.Value.ShouldBe("What it is for");
        operation.Directives.Single().Name.Value.ShouldBe("d");

        var variable = operation.VariableDefinitions.Single();
        variable.Variable.Name.Value.ShouldBe("id");
        variable.Type.ToString().ShouldBe("[ID!]!");
        variable.DefaultValue!.ToString().ShouldBe("[\"a\"]");
        variable.Directives.Single().Name.Value.ShouldBe("v");

        var field = operation.SelectionSet.Selections.Single().ShouldBeOfType<FieldNode>();
        field.ResponseName.ShouldBe("one");
        field.Name.Value.ShouldBe("node");
        field.Arguments[0].Value.ShouldBeOfType<VariableNode>().Name.Value.ShouldBe("id");
        field.Arguments[1].Value.ShouldBeOfType<ObjectValueNode>().Fields.Single().Value.ShouldBeOfType<ListValueNode>()
            .Items.Select(item => item.Kind).ShouldBe(
                [SyntaxKind.IntValue, SyntaxKind.FloatValue, SyntaxKind.BooleanValue, SyntaxKind.NullValue, SyntaxKind.EnumValue]);
        field.SelectionSet!.Selections.Select(selection => selection.Kind).ShouldBe(
            [SyntaxKind.Field, SyntaxKind.FragmentSpread, SyntaxKind.InlineFragment, SyntaxKind.InlineFragment]);

        var fragment = document.Definitions[1].ShouldBeOfType<FragmentDefinitionNode>();
        fragment.Name.Value.ShouldBe("More");
        fragment.TypeCondition.Name.Value.ShouldBe("Node");
    }

    [Fact]
    public void Parse_Should_ReadTypeSystem_When_DocumentIsSchema()
    {
        var document = Utf8GraphQLParser.Parse(
            """
            "s" schema @a { query: Q mutation: M }
            extend schema @b
            scalar S @specifiedBy(url: "u")
            type T implements & A & B @c { "f" f("x" x: Int = 1 @d, y: [S!]): T! @deprecated }
            extend type T implements C
            interface I implements J { f: Int }
            union U = | A | B
            enum E { "red" RED @x GREEN }
            input N @oneOf { a: Int = 3, b: [N!] }
            directive @many(a: Int) repeatable on | FIELD | OBJECT
            extend union U = C
            type Empty
            """);

        document.Definitions.Select(definition => definition.Kind).ShouldBe(
        [
            SyntaxKind.SchemaDefinition, SyntaxKind.SchemaExtension, SyntaxKind.ScalarTypeDefinition, SyntaxKind.ObjectTypeDefinition,
            SyntaxKind.ObjectTypeExtension, SyntaxKind.InterfaceTypeDefinition, SyntaxKind.UnionTypeDefinition, SyntaxKind.EnumTypeDefinition,
            SyntaxKind.InputObjectTypeDefinition, SyntaxKind.DirectiveDefinition, SyntaxKind.UnionTypeExtension, SyntaxKind.ObjectTypeDefinition,
        ]);

        var type = (ObjectTypeDefinitionNode)document.Definitions[3];
        type.Interfaces.Select(name => name.Name.Value).ShouldBe(["A", "B"]);
        type.Fields.Single().Description!.Value.ShouldBe("f");
        type.Fields.Single().Arguments[0].DefaultValue!.ToString().ShouldBe("1");

        var directive = (DirectiveDefinitionNode)document.Definitions[9];
        directive.IsRepeatable.ShouldBeTrue();
        directive.Locations.Select(name => name.Value).ShouldBe(["FIELD", "OBJECT"]);
    }

    [Theory]
    [InlineData("{ a } }", "Expected a definition, found \"}\".", 1, 7)]
    [InlineData("", "Expected a definition, found the end of the document.", 1, 1)]
    [InlineData("# nothing\n ", "Expected a definition, found the end of the document.", 2, 2)]
    [InlineData("{", "Expected Name, found the end of the document.", 1, 2)]
    [InlineData("{}", "Expected Name, found \"}\".", 1, 2)]
    [InlineData("{\n  a(: 1)\n}", "Expected Name, found \":\".", 2, 5)]
    [InlineData("{ a() }", "Expected Name, found \")\".", 1, 5)]
    [InlineData("{ a(b 1) }", "Expected \":\", found Int \"1\".", 1, 7)]
    [InlineData("{ a(b: ) }", "Expected a value, found \")\".", 1, 8)]
    [InlineData("query Q", "Expected \"{\", found the end of the document.", 1, 8)]
    [InlineData("query () { a }", "Expected \"$\", found \")\".", 1, 8)]
    [InlineData("query ($a: Int = $b) { a }", "A variable cannot be used here: the value must be constant.", 1, 18)]
    [InlineData("nonsense { a }", "Expected a definition, found Name \"nonsense\".", 1, 1)]
    [InlineData("\"d\" { a }", "Expected a definition after its description, found \"{\".", 1, 5)]
    [InlineData("\"d\" extend type T @a", "An extension cannot have a description.", 1, 5)]
    [InlineData("extend type T", "Unexpected end of the document.", 1, 14)]
    [InlineData("extend foo", "Expected \"schema\" or a kind of type to extend, found Name \"foo\".", 1, 8)]
    [InlineData("fragment on on T { a }", "Expected the name of a fragment, found Name \"on\".", 1, 10)]
    [InlineData("fragment F T { a }", "Expected \"on\", found Name \"T\".", 1, 12)]
    [InlineData("{ ... on { a } }", "Expected Name, found \"{\".", 1, 10)]
    [InlineData("enum E { true }", "Expected the name of an enum value, found Name \"true\".", 1, 10)]
    [InlineData("directive @a on SOMEWHERE", "Expected a directive location, found Name \"SOMEWHERE\".", 1, 17)]
    [InlineData("type T { }", "Expected Name, found \"}\".", 1, 10)]
    [InlineData("query ($a: [Int) { a }", "Expected \"]\", found \")\".", 1, 16)]
    [InlineData("query ($a: Int!!) { a }", "Expected \"$\", found \"!\".", 1, 16)]
    [InlineData("{ a(b: \"long ago in a galaxy that was really far away\" c) }", "Expected \":\", found \")\".", 1, 57)]
    [InlineData("{ \"text\" }", "Expected Name, found String \"text\".", 1, 3)]
    [InlineData("{ ? }", "Unexpected character: \"?\".", 1, 3)]
    [InlineData("{ a.b }", "Unexpected character: \".\".", 1, 4)]
    [InlineData("{ \u00e9 }", "Unexpected character: \"\u00e9\".", 1, 3)]
    [InlineData("{ \u0007 }", "Unexpected character: U+0007.", 1, 3)]
    [InlineData("{ a(b: 'c') }", "Unexpected character: \"'\". Strings must be in double quotes.", 1, 8)]
    [InlineData("{ a(b: 01) }", "Invalid number: unexpected digit \"1\" after 0.", 1, 9)]
    [InlineData("{ a(b: 1.) }", "Invalid number: expected a digit, found \")\".", 1, 10)]
    [InlineData("{ a(b: 1.0.0) }", "Invalid number: expected a digit, found \".\".", 1, 11)]
    [InlineData("{ a(b: 1x) }", "Invalid number: expected a digit, found \"x\".", 1, 9)]
    [InlineData("{ a(b: -", "Invalid number: expected a digit, found the end of the document.", 1, 9)]
    [InlineData("{ a(b: 1e+) }", "Invalid number: expected a digit, found \")\".", 1, 11)]
    [InlineData("{ a(b: \"x) }", "Unterminated string.", 1, 13)]
    [InlineData("{ a(b: \"x\ny\") }", "Unterminated string.", 1, 10)]
    [InlineData("{ a(b: \"\"\"x\r\ny\"\") }", "Unterminated string.", 2, 7)]
    [InlineData("{ a(b: \"\\x\") }", "Invalid escape sequence: \\ followed by \"x\".", 1, 9)]
    [InlineData("{ a(b: \"\\u12\") }", "Invalid Unicode escape sequence: expected \\u and four hexadecimal digits, or \\u{ digits }.", 1, 9)]
    [InlineData("{ a(b: \"\\u{}\") }", "Invalid Unicode escape sequence: expected \\u and four hexadecimal digits, or \\u{ digits }.", 1, 9)]
    [InlineData("{ a(b: \"\\u{110000}\") }", "Invalid Unicode escape sequence: \\u{110000} is not a character.", 1, 9)]
    [InlineData("{ a(b: \"\\u{FFFFFFFFFFFFFFFF}\") }", "Invalid Unicode escape sequence: \\u{FFFFFFFFFFFFFFFF} is not a character.", 1, 9)]
    [InlineData("{ a(b: \"\\uDEAD\") }", "Invalid Unicode escape sequence: \\uDEAD is not a character.", 1, 9)]
    [InlineData("{ a(b: \"\\uD83D\\u0041\") }", "Invalid Unicode escape sequence: \\uD83D\\u0041 is not a character.", 1, 9)]
    [InlineData("{ a(b: \"\\u{D83D}\\u{DCA9}\") }", "Invalid Unicode escape sequence: \\u{D83D} is not a character.", 1, 9)]
    [InlineData("{ a(b: \"\u00e9\U0001F4A9\") ? }", "Unexpected character: \"?\".", 1, 15)]
    public void Parse_Should_ReportMessageAndLocation_When_TextIsInvalid(string text, string message, int line, int column)
    {
        var exception = Should.Throw<SyntaxException>(() => Utf8GraphQLParser.Parse(text));

        exception.Message.ShouldBe(message);
        exception.Code.ShouldBe(ErrorCodes.Syntax);
        (exception.Location.Line, exception.Location.Column).ShouldBe((line, column));
    }

    [Theory]
    [InlineData(@"""""", "")]
    [InlineData(@""" simple é """, " simple é ")]
    [InlineData(@"""\"" \\ \/ \b \f \n \r \t""", "\" \\ / \b \f \n \r \t")]
    [InlineData(@"""\u0041\u{42}\u{0000043}""", "ABC")]
    [InlineData(@"""\uD83D\uDCA9 \u{1F4A9}""", "\U0001F4A9 \U0001F4A9")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\" one line \"\"\"", " one line ")]
    [InlineData("\"\"\"\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  \"\"\"", "Hello,\n  World!\n\nYours,\n  GraphQL.")]
    [InlineData("\"\"\"a\r\n\tb\r\tc\"\"\"", "a\nb\nc")]
    [InlineData("\"\"\" \\\"\"\" \\n \" \"\" \\ \"\"\"", " \"\"\" \\n \" \"\" \\ ")]
    [InlineData("\"\"\"\n  a\n \n   b\n\n\"\"\"", "a\n\n b")]
    public void Parse_Should_ReturnStringValue_When_LiteralIsString(string literal, string expected)
    {
        var document = Utf8GraphQLParser.Parse($"{{ a(b: {literal}) }}");

        var field = (FieldNode)((OperationDefinitionNode)document.Definitions[0]).SelectionSet.Selections[0];
        field.Arguments[0].Value.ShouldBeOfType<StringValueNode>().Value.ShouldBe(expected);
    }

    [Fact]
    public void Parse_Should_SkipByteOrderMarks_When_BetweenTokens()
        => Utf8GraphQLParser.Parse("\uFEFF{ a \uFEFF b }").Definitions[0].ToString().ShouldBe("{\n  a\n  b\n}");

    [Fact]
    public void Parse_Should_ReportLocation_When_BytesAreNotUtf8()
    {
        byte[] text = [.. "{\n  a "u8, 0xC3, 0x28, .. "}"u8];

        var exception = Should.Throw<SyntaxException>(() => Utf8GraphQLParser.Parse(text));

        exception.Message.ShouldBe("The document is not valid UTF-8.");
        (exception.Location.Line, exception.Location.Column).ShouldBe((2, 5));
    }

    [Fact]
    public void Parse_Should_ReportLocation_When_TextHasUnpairedSurrogate()
    {
        var exception = Should.Throw<SyntaxException>(() => Utf8GraphQLParser.Parse("{\r\n a(b: \"\uD83D\") }"));

        exception.Code.ShouldBe(ErrorCodes.Syntax);
        (exception.Location.Line, exception.Location.Column).ShouldBe((2, 8));
    }

    [Fact]
    public void Location_Should_CountUtf16CodeUnits_When_TextIsNotAscii()
    {
        var document = Utf8GraphQLParser.Parse("{ a(b: \"\u00e9\U0001F4A9\") # \u00e9\r\n\tc: d }");

        var selections = ((OperationDefinitionNode)document.Definitions[0]).SelectionSet.Selections;
        selections[0].Location.ShouldBe(new Location(2, 16, 1, 3));
        selections[1].Location.ShouldBe(new Location(24, 28, 2, 2));
        Encoding.UTF8.GetByteCount("{ a(b: \"\u00e9\U0001F4A9\")").ShouldBe(16);
    }
}
