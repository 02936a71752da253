namespace Couverture.Tests.Oracle;

/// <summary>Where Couverture deliberately differs from the reference implementation, with the specification's reason.</summary>
internal static class Deviations
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["syntax: refused: empty selection"] =
            "Section 2.5: a selection set is \"{ Selection+ }\", at least one; the reference implementation lets an empty one pass.",
        ["syntax: refused: extension with a description"] =
            "Section 7.1 (Errors) wants \"an associated syntax element\": Couverture names the token that cannot follow, the reference implementation the description.",
        ["syntax: refused: description of a selection set"] =
            "Section 7.1 (Errors) wants \"an associated syntax element\": Couverture names the token that cannot follow, the reference implementation the description.",
        ["operations: all kinds of definitions"] =
            "Section 5.1.1 already refuses a document with type system definitions; what is wrong inside of them is a rule of schemas, not of requests.",
        ["fields: string and block string"] =
            "Section 5.3.2 asks for identical sets of arguments, and section 2.10.4 gives both notations the same value; the reference implementation compares how they print.",
        ["values: float beyond range for float"] =
            "Section 3.5.2: a value that no finite double precision number represents must raise a request error; the reference implementation passes Infinity on.",
        ["variables: one-of field by a nullable"] =
            "Section 5.8.5: a field of a one-of input object is a non-null position; the reference implementation overlooks it where the argument's type is non-null.",
        ["variables: one-of nested by a nullable"] =
            "Section 5.8.5: a field of a one-of input object is a non-null position; the reference implementation overlooks it where the argument's type is non-null.",
        ["variables: one-of nested by a nullable with a default"] =
            "Section 5.8.5: a nullable variable may stand at a non-null position where it has a default that is not null, in a one-of input object as elsewhere.",
        ["coercion: one-of of a null and another"] =
            "Section 3.10.1: two entries are one fault; the reference implementation adds a second one where the first of them is null.",
        ["incremental: defer of a fragment at the root of a mutation that is spread before"] =
            "Incremental delivery: no directive may defer at a mutation's root; the reference implementation looks at the first spread of a fragment only.",
        ["incremental: stream on an inline fragment"] =
            "Incremental delivery: the rule is about fields that are no lists; on a fragment the directive is misplaced, which is another rule's error.",
        ["coercion: huge float for ID"] =
            "Section 3.5.5 takes strings and integers: beyond 2^53 a JSON number with an exponent names no certain integer, so no certain key.",
        ["coercion: whole exponent for Even"] =
            "Section 3.5 leaves input coercion to the scalar: Couverture hands a JSON number to a host's scalar as it was written, so that no digit is lost.",
    };
}
