namespace Couverture.AspNetCore;

/// <summary>The GraphQL IDE of an endpoint.</summary>
public sealed record GraphQLToolOptions
{
    /// <summary>Whether browsers receive the IDE. If false, every path below the endpoint returns 404. Default: true.</summary>
    public bool Enable { get; set; } = true;

    /// <summary>The initial text of a new document in the IDE, such as example operations; null for none.</summary>
    public string? Document { get; set; }
}
