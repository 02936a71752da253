namespace Couverture.AspNetCore;

/// <summary>
/// What one GraphQL endpoint answers, and how much it takes in. Set it with
/// <c>app.MapGraphQL().WithOptions(new GraphQLServerOptions { Tool = { Enable = false } })</c>.
/// </summary>
public sealed record GraphQLServerOptions
{
    /// <summary>Whether queries may come by GET (<c>?query=...</c>); mutations never may. True unless set.</summary>
    public bool EnableGetRequests { get; init; } = true;

    /// <summary>Whether <c>GET ?sdl</c> answers with the schema in the schema definition language. True unless set.</summary>
    public bool EnableSchemaRequests { get; init; } = true;

    /// <summary>The greatest request body, in bytes after any decompression; a greater one is refused with 413. One mebibyte unless set.</summary>
    public int MaxRequestBodySize { get; init; } = 1024 * 1024;

    /// <summary>The page that browsers get at this endpoint.</summary>
    public GraphQLToolOptions Tool { get; init; } = new();
}
