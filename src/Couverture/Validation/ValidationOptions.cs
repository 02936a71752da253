using Couverture.Language;

namespace Couverture.Validation;

/// <summary>
/// Validation settings beyond the rules of the specification. Limits count with named fragments expanded, so that fragments cannot hide
/// fields. Null means that there is no limit. A limit that would reject every operation is invalid.
/// </summary>
public sealed record ValidationOptions
{
    /// <summary>The default options.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>
    /// The maximum number of reported errors of a document, or of a request's variables. An additional error reports that there are too many.
    /// At least 1.
    /// </summary>
    public int MaxErrors { get; init => field = LimitGuard.AtLeast(1, value); } = 100;

    /// <summary>Whether messages suggest similar names. Disable it if clients should not be able to guess the schema.</summary>
    public bool Suggestions { get; init; } = true;

    /// <summary>Whether <c>__schema</c> and <c>__type</c> can be selected.</summary>
    public bool AllowIntrospection { get; init; } = true;

    /// <summary>The maximum nesting of fields, interfaces, possible types and input fields in introspection.</summary>
    public int? MaxIntrospectionLists { get; init => field = LimitGuard.AtLeast(0, value); } = 2;

    /// <summary>
    /// The maximum number of introspection list fields (types, fields, arguments, values ...) on all levels of an operation. The query for a
    /// whole schema has nine of them. With aliases, such fields could multiply the size of the response.
    /// </summary>
    public int? MaxIntrospectionFields { get; init => field = LimitGuard.AtLeast(0, value); } = 20;

    /// <summary>The maximum number of operations in a document, because each is checked together with all the fragments that it spreads.</summary>
    public int? MaxOperations { get; init => field = LimitGuard.AtLeast(1, value); } = 50;

    /// <summary>The maximum nesting of fields, not counting <c>__schema</c>, <c>__type</c> and the fields below them.</summary>
    public int? MaxDepth { get; init => field = LimitGuard.AtLeast(1, value); } = 16;

    /// <summary>The maximum number of fields in an operation.</summary>
    public int? MaxFields { get; init => field = LimitGuard.AtLeast(1, value); } = 4_096;

    /// <summary>The maximum number of different aliases of fields without selections in an operation. Fields with selections have a cost, which <see cref="Cost.CostOptions"/> limits.</summary>
    public int? MaxAliases { get; init => field = LimitGuard.AtLeast(0, value); } = 50;

    /// <summary>The maximum number of root fields in an operation.</summary>
    public int? MaxRootFields { get; init => field = LimitGuard.AtLeast(1, value); } = 200;

    /// <summary>The maximum number of fragment spreads in an operation, with fragments expanded.</summary>
    public int? MaxFragmentVisits { get; init => field = LimitGuard.AtLeast(0, value); } = 4_096;

    /// <summary>
    /// The maximum number of fields that the field merging rule checks; a field counts each time it is merged with others. Ordinary documents
    /// need about as many as they have fields. Only documents designed to be expensive to check need more.
    /// </summary>
    public int MaxMergedFields { get; init => field = LimitGuard.AtLeast(1, value); } = 100_000;
}
