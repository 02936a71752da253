using Couverture.Language;
using Couverture.Validation;

namespace Couverture.Execution;

/// <summary>
/// What one request may take. A request beyond a limit fails before anything of it is executed; the error names the limit. A setting that
/// cannot be is refused with its name (<see cref="ArgumentOutOfRangeException"/>).
/// </summary>
public sealed class RequestExecutorOptions
{
    /// <summary>How long an operation may run; fields that are not finished by then fail, the others are delivered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time that is neither above zero nor <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    public TimeSpan ExecutionTimeout
    {
        get;
        set => field = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ExecutionTimeout), value, "ExecutionTimeout must be above zero, or infinite.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Whether unexpected exceptions are told to clients, with message and stack trace; for development only.</summary>
    public bool IncludeExceptionDetails { get; set; }

    /// <summary>The parser's budgets: tokens, nodes, nesting, fields, directives and fragment spreads of the text.</summary>
    public ParserOptions Parser { get; set; } = ParserOptions.Default;

    /// <summary>The limits of what an operation selects, fragments expanded, and how validation reports.</summary>
    public ValidationOptions Validation { get; set; } = ValidationOptions.Default;

    /// <summary>Documents that are known by an id, and whether others run.</summary>
    public PersistedOperationOptions PersistedOperations { get; } = new();

    /// <summary>How large a request's variables may be, in bytes of their JSON; those of an operation that declares none do not count.</summary>
    public int MaxVariablesSize { get; set => field = LimitGuard.AtLeast(1, value); } = 128 * 1024;

    /// <summary>
    /// How many objects and lists may stand inside each other in a request's variables, the whole of them counted; at most
    /// <see cref="ParserOptions.DeepestAllowedDepth"/>.
    /// </summary>
    public int MaxVariablesDepth { get; set => field = LimitGuard.Depth(value); } = 64;

    /// <summary>
    /// How many errors of fields an answer tells, the first in the answer's order; one more, without a path, says that there were too many.
    /// Nothing else of the answer changes. Each later part of an incremental answer counts for itself.
    /// </summary>
    public int MaxFieldErrors { get; set => field = LimitGuard.AtLeast(1, value); } = 1_000;

    /// <summary>How many parsed, validated and planned documents are kept; the one unused for longest goes first.</summary>
    public int MaxCachedDocuments { get; set => field = LimitGuard.AtLeast(0, value); } = 500;

    /// <summary>
    /// How large the kept documents may be together, in syntax nodes and, fragments expanded, fields of their operations. One of them takes
    /// 100 to 200 bytes. A document larger than all of it is never kept.
    /// </summary>
    public int MaxCachedNodes { get; set => field = LimitGuard.AtLeast(0, value); } = 500_000;
}
