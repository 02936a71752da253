namespace Couverture.Language;

/// <summary>
/// How much a document may hold. The parser stops at the first excess, so a hostile document costs no more than the limit, whatever its
/// size. Every setting must be at least 1.
/// </summary>
public sealed record ParserOptions
{
    /// <summary>The deepest nesting that can be allowed: whatever walks a parsed tree must do so on an ordinary stack.</summary>
    public const int DeepestAllowedDepth = 500;

    /// <summary>The limits as they are when nothing is set.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>Tokens, the end of the document not counted.</summary>
    public int MaxAllowedTokens { get; init => field = LimitGuard.AtLeast(1, value); } = 20_000;

    /// <summary>Syntax nodes of every kind.</summary>
    public int MaxAllowedNodes { get; init => field = LimitGuard.AtLeast(1, value); } = 40_000;

    /// <summary>Selection sets, list values, object values and list types inside each other; at most <see cref="DeepestAllowedDepth"/>.</summary>
    public int MaxAllowedDepth { get; init => field = LimitGuard.Depth(value); } = 100;

    /// <summary>Selected fields, as written: a fragment's fields count once, however often it is spread.</summary>
    public int MaxAllowedFields { get; init => field = LimitGuard.AtLeast(1, value); } = 2_048;

    /// <summary>Directives at one place.</summary>
    public int MaxAllowedDirectives { get; init => field = LimitGuard.AtLeast(1, value); } = 8;

    /// <summary>Spreads of named fragments.</summary>
    public int MaxAllowedFragmentSpreads { get; init => field = LimitGuard.AtLeast(1, value); } = 500;
}
