namespace Couverture.LiveHost;

/// <summary>Something to be deferred.</summary>
public sealed record Report(string Id, string Text);
