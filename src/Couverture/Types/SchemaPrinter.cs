namespace Couverture.Types;

/// <summary>Writes a schema in the schema definition language.</summary>
public static class SchemaPrinter
{
    /// <summary>The text: the roots, then interfaces, objects, unions, inputs, enums, directives and scalars, each by name; introspection and what the specification itself defines are left out.</summary>
    /// <param name="schema">The schema.</param>
    public static string Print(Schema schema) => Language.SyntaxPrinter.Print(new SchemaDocumentBuilder(schema).Build());
}
