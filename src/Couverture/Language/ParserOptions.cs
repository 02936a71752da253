namespace Couverture.Language;

/// <summary>
/// Limits on the content of a document. The parser stops as soon as a limit is exceeded, so that the cost of a hostile document does not
/// depend on its size. Every setting must be at least 1.
/// </summary>
public sealed record ParserOptions
{
    /// <summary>The upper bound of <see cref="MaxAllowedDepth"/>, because code that walks a parsed tree recursively must not exceed an ordinary stack.</summary>
    public const int DeepestAllowedDepth = 500;

    /// <summary>The default limits.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>The limits for documents that the application trusts: none but the deepest depth.</summary>
    public static ParserOptions Trusted { get; } = new()
    {
        MaxTokens = int.MaxValue,
        MaxAllowedNodes = int.MaxValue,
        MaxAllowedDepth = DeepestAllowedDepth,
        MaxAllowedFields = int.MaxValue,
        MaxDirectives = int.MaxValue,
        MaxAllowedFragmentSpreads = int.MaxValue,
    };

    /// <summary>The maximum number of tokens, not counting the end of the document.</summary>
    public int MaxTokens { get; init => field = LimitGuard.AtLeast(1, value); } = 20_000;

    /// <summary>The maximum number of syntax nodes.</summary>
    public int MaxAllowedNodes { get; init => field = LimitGuard.AtLeast(1, value); } = 40_000;

    /// <summary>The maximum nesting of selection sets, list values, object values and list types; at most <see cref="DeepestAllowedDepth"/>.</summary>
    public int MaxAllowedDepth { get; init => field = LimitGuard.Depth(value); } = 100;

    /// <summary>The maximum number of selected fields as written. The fields of a fragment count once, no matter how often the fragment is spread.</summary>
    public int MaxAllowedFields { get; init => field = LimitGuard.AtLeast(1, value); } = 2_048;

    /// <summary>The maximum number of directives at one location.</summary>
    public int MaxDirectives { get; init => field = LimitGuard.AtLeast(1, value); } = 8;

    /// <summary>The maximum number of fragment spreads.</summary>
    public int MaxAllowedFragmentSpreads { get; init => field = LimitGuard.AtLeast(1, value); } = 500;
}
