using Couverture.Language;

namespace Couverture.Validation;

/// <summary>
/// How a document is validated beyond the rules of the specification. Every limit counts with named fragments expanded where they are
/// spread, so that no fragment hides anything; null means that there is no limit. A limit that would refuse every operation is refused itself.
/// </summary>
public sealed record ValidationOptions
{
    /// <summary>The options as they are when nothing is set.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>How many errors of a document, or of a request's variables, are reported; one more says that there were too many. At least 1.</summary>
    public int MaxErrors { get; init => field = LimitGuard.AtLeast(1, value); } = 100;

    /// <summary>Whether messages name what might have been meant. Turn it off where the schema is not to be guessed.</summary>
    public bool Suggestions { get; init; } = true;

    /// <summary>Whether <c>__schema</c> and <c>__type</c> may be selected.</summary>
    public bool AllowIntrospection { get; init; } = true;

    /// <summary>How often introspection may go from a type to its fields, interfaces, possible types or input fields, one inside the other.</summary>
    public int? MaxIntrospectionLists { get; init => field = LimitGuard.AtLeast(0, value); } = 2;

    /// <summary>
    /// Fields of introspection that are lists (types, fields, arguments, values ...), on all levels of an operation. The query of a whole
    /// schema has nine of them; under aliases they would multiply the schema by themselves.
    /// </summary>
    public int? MaxIntrospectionFields { get; init => field = LimitGuard.AtLeast(0, value); } = 20;

    /// <summary>Operations of a document: each is checked against all the fragments that it spreads.</summary>
    public int? MaxOperations { get; init => field = LimitGuard.AtLeast(1, value); } = 50;

    /// <summary>Levels of fields inside each other; <c>__schema</c>, <c>__type</c> and what is below them do not count.</summary>
    public int? MaxDepth { get; init => field = LimitGuard.AtLeast(1, value); } = 16;

    /// <summary>Fields of an operation.</summary>
    public int? MaxFields { get; init => field = LimitGuard.AtLeast(1, value); } = 4_096;

    /// <summary>Fields of an operation that have an alias.</summary>
    public int? MaxAliases { get; init => field = LimitGuard.AtLeast(0, value); } = 50;

    /// <summary>Fields at the root of an operation.</summary>
    public int? MaxRootFields { get; init => field = LimitGuard.AtLeast(1, value); } = 30;

    /// <summary>Named fragments of an operation, each as often as it is reached.</summary>
    public int? MaxFragmentVisits { get; init => field = LimitGuard.AtLeast(0, value); } = 4_096;

    /// <summary>
    /// How many fields the rule of field merging may look at, each one as often as it is merged with others. Ordinary documents need about
    /// as many as they have fields; only one made to be hard to check needs more.
    /// </summary>
    public int MaxMergedFields { get; init => field = LimitGuard.AtLeast(1, value); } = 100_000;
}
