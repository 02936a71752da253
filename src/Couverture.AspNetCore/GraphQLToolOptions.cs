namespace Couverture.AspNetCore;

/// <summary>The GraphQL IDE of an endpoint.</summary>
public sealed record GraphQLToolOptions
{
    /// <summary>Whether browsers get the IDE; where not, every address below the endpoint's own answers 404. True unless set.</summary>
    public bool Enable { get; set; } = true;

    /// <summary>The text that a new document of the IDE begins with, such as example operations. Null: none.</summary>
    public string? Document { get; set; }
}
