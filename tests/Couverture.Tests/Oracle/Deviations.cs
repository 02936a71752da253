namespace Couverture.Tests.Oracle;

/// <summary>The cases in which Couverture deliberately differs from the reference implementation, with the reason from the specification.</summary>
internal static class Deviations
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["syntax: refused: empty selection"] =
            "Section 2.5: a selection set is \"{ Selection+ }\", so it must not be empty. The reference implementation accepts an empty selection set.",
        ["syntax: refused: extension with a description"] =
            "Section 7.1 (Errors) requires \"an associated syntax element\". Couverture names the unexpected token, the reference implementation the description.",
        ["syntax: refused: description of a selection set"] =
            "Section 7.1 (Errors) requires \"an associated syntax element\". Couverture names the unexpected token, the reference implementation the description.",
        ["operations: all kinds of definitions"] =
            "Section 5.1.1 already rejects a document with type system definitions. Errors inside the definitions concern schemas, not requests.",
        ["fields: string and block string"] =
            "Section 5.3.2 requires identical sets of arguments, and by section 2.10.4 both notations have the same value. The reference implementation compares their printed forms.",
        ["values: float beyond range for float"] =
            "Section 3.5.2: a value that no finite double precision number represents must raise a request error. The reference implementation accepts it as Infinity.",
        ["variables: one-of field by a nullable"] =
            "Section 5.8.5: a field of a one-of input object is a non-null position. The reference implementation ignores this if the argument's type is non-null.",
        ["variables: one-of nested by a nullable"] =
            "Section 5.8.5: a field of a one-of input object is a non-null position. The reference implementation ignores this if the argument's type is non-null.",
        ["variables: one-of nested by a nullable with a default"] =
            "Section 5.8.5: a nullable variable with a non-null default is allowed in a non-null position, including one-of input objects.",
        ["coercion: one-of of a null and another"] =
            "Section 3.10.1: two entries are one error. The reference implementation reports a second error if the first entry is null.",
        ["incremental: defer of a fragment at the root of a mutation that is spread before"] =
            "Incremental delivery: @defer is not allowed at a mutation's root. The reference implementation only checks the first spread of a fragment.",
        ["incremental: stream on an inline fragment"] =
            "Incremental delivery: the rule covers fields that are not lists. A directive on a fragment is misplaced, which is an error of another rule.",
        ["coercion: huge float for ID"] =
            "Section 3.5.5 allows strings and integers. Beyond 2^53, a JSON number with an exponent does not identify an exact integer, and so no exact key.",
        ["coercion: whole exponent for Even"] =
            "Section 3.5 lets the scalar define input coercion. Couverture passes a JSON number to a host's scalar unchanged, so that no digit is lost.",
    };
}
