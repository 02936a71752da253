namespace Couverture.Execution;

/// <summary>The options for persisted documents and automatic persisted queries.</summary>
public sealed class PersistedOperationOptions
{
    /// <summary>
    /// Whether only stored documents run, requested by id or sent as exactly the same text. All other documents fail with
    /// <c>DOCUMENT_NOT_TRUSTED</c> before they are parsed. The default is false.
    /// </summary>
    public bool OnlyAllowPersistedDocuments { get; set; }

    /// <summary>
    /// Whether a valid document that was sent as text can later be requested by its id (Apollo's automatic persisted queries), as long as
    /// it is cached. The default is true.
    /// </summary>
    public bool AllowAutomaticDocuments { get; set; } = true;
}
