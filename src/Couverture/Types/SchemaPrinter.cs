namespace Couverture.Types;

/// <summary>Prints schemas in the schema definition language.</summary>
public static class SchemaPrinter
{
    /// <summary>
    /// Returns the text, with roots, interfaces, objects, unions, input objects, enums, directives and scalars in this order. Each group is
    /// ordered by name. Introspection types and built-in definitions are omitted.
    /// </summary>
    /// <param name="schema">The schema.</param>
    public static string Print(Schema schema) => Language.SyntaxPrinter.Print(new SchemaDocumentBuilder(schema).Build());
}
