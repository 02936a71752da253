namespace PortfolioGraph.Server.Hosting;

/// <summary>Responses that are sent in parts. Their headers are sent before all of the data is known.</summary>
internal static class ResponseStream
{
    private static readonly string[] MediaTypes = ["text/event-stream", "multipart/", "application/jsonl", "application/graphql-response+jsonl"];

    /// <summary>Whether a response of a media type is sent in parts.</summary>
    /// <param name="contentType">The header <c>Content-Type</c> of the response; null if it has no body.</param>
    public static bool IsStream(string? contentType) => contentType is not null && MediaTypes.Any(type => contentType.StartsWith(type, StringComparison.OrdinalIgnoreCase));
}
