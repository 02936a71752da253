namespace Couverture.Execution;

/// <summary>What may run of the documents that are known by an id, and of those that are not.</summary>
public sealed class PersistedOperationOptions
{
    /// <summary>
    /// Whether only the documents of the storage run, asked for by their id or sent as the very same text; everything else fails with
    /// <c>DOCUMENT_NOT_TRUSTED</c> before it is parsed. False unless set.
    /// </summary>
    public bool OnlyAllowPersistedDocuments { get; set; }

    /// <summary>
    /// Whether a valid document that was sent as text can be asked for by its id from then on (Apollo's automatic persisted queries), for as
    /// long as it stays among the cached documents. True unless set.
    /// </summary>
    public bool AllowAutomaticDocuments { get; set; } = true;
}
