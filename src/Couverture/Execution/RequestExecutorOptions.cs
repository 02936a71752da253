using Couverture.Language;
using Couverture.Validation;

namespace Couverture.Execution;

/// <summary>
/// The limits of one request. A request that exceeds a limit fails before it is executed, and the error names the limit. An invalid
/// setting throws an <see cref="ArgumentOutOfRangeException"/> that names it.
/// </summary>
public sealed class RequestExecutorOptions
{
    /// <summary>The maximum duration of an operation. Fields that are not finished by then fail; finished fields are returned.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither positive nor <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    public TimeSpan ExecutionTimeout
    {
        get;
        set => field = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ExecutionTimeout), value, "ExecutionTimeout must be positive or infinite.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Whether errors include the message and stack trace of unexpected exceptions; for development only.</summary>
    public bool IncludeExceptionDetails { get; set; }

    /// <summary>The parser's limits on tokens, nodes, nesting, fields, directives and fragment spreads.</summary>
    public ParserOptions Parser { get; set; } = ParserOptions.Default;

    /// <summary>The limits on an operation's selections, with fragments expanded, and on validation errors.</summary>
    public ValidationOptions Validation { get; set; } = ValidationOptions.Default;

    /// <summary>The options for persisted documents.</summary>
    public PersistedOperationOptions PersistedOperations { get; } = new();

    /// <summary>The maximum size of a request's variables in bytes of JSON. Not checked for an operation without variables.</summary>
    public int MaxVariablesBytes { get; set => field = LimitGuard.AtLeast(1, value); } = 128 * 1024;

    /// <summary>
    /// The maximum nesting depth of objects and lists in a request's variables, including the outermost object; at most
    /// <see cref="ParserOptions.DeepestAllowedDepth"/>.
    /// </summary>
    public int MaxVariablesDepth { get; set => field = LimitGuard.Depth(value); } = 64;

    /// <summary>
    /// The maximum number of field errors that a response reports, the first in response order. One further error, without a path, reports
    /// that there are more. The data does not change. Each later part of an incremental response has its own limit.
    /// </summary>
    public int MaxFieldErrors { get; set => field = LimitGuard.AtLeast(1, value); } = 1_000;

    /// <summary>The maximum number of cached documents. The least recently used document is evicted first.</summary>
    public int MaxCachedDocuments { get; set => field = LimitGuard.AtLeast(0, value); } = 500;

    /// <summary>
    /// The maximum total size of the cached documents, in syntax nodes plus fields of their operations with fragments expanded. One node or
    /// field takes 100 to 200 bytes. A document that exceeds the maximum on its own is not cached.
    /// </summary>
    public int MaxCachedNodes { get; set => field = LimitGuard.AtLeast(0, value); } = 500_000;

    /// <summary>
    /// The types of events that never change and that a source sends to several subscriptions as the same object. Equal subscriptions that receive the same event and select only its members
    /// share its data: it is executed and written once. With an <see cref="IResultCache"/> that permits it, they share other data of the event too.
    /// </summary>
    public ISet<Type> ImmutableEvents { get; } = new HashSet<Type>();
}

/// <summary>The options for persisted documents and automatic persisted queries.</summary>
public sealed class PersistedOperationOptions
{
    /// <summary>
    /// Whether only persisted documents run, requested by id or sent as text. The text may differ from the persisted one in its formatting, and may have a
    /// <c>__typename</c> in each selection set below the operation. All other documents fail with <c>DOCUMENT_NOT_TRUSTED</c> before they are validated. The default is false.
    /// </summary>
    public bool OnlyAllowPersistedDocuments { get; set; }

    /// <summary>
    /// Whether a document that was sent as text and may run can later be requested by its SHA-256 (Apollo's automatic persisted queries), as long as
    /// it is cached. The default is true.
    /// </summary>
    public bool AllowAutomaticDocuments { get; set; } = true;
}
