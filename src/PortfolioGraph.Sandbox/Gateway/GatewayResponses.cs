using System.Globalization;
using System.Text;
using PortfolioGraph.Sandbox.Wire;

namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>A response before it is sent.</summary>
internal sealed record Response(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public const string Json = "application/json";

    public const string Html = "text/html; charset=utf-8";

    public string? RetryAfter { get; init; }

    public static Response Text(int status, string contentType, string body) => new(status, contentType, Encoding.UTF8.GetBytes(body));
}

/// <summary>Responses of the gateway in front of the service.</summary>
internal static class GatewayResponses
{
    public static readonly Response NotFound = Response.Text(404, Response.Json, """{"detail":"Not Found"}""");

    public static readonly Response MethodNotAllowed = Response.Text(405, Response.Json, """{"detail":"Method Not Allowed"}""");

    /// <summary>Returns an error in the style of the vendor's other services, or HTML for the statuses that a proxy sends.</summary>
    public static Response Status(int status, string requestId) => status switch
    {
        401 => Error(status, "Unauthorized", "Invalid or missing API key", requestId),
        403 => Error(status, "Forbidden", "This key may not call this method", requestId),
        429 => Error(status, "Too Many Requests", "The limit of requests per second has been reached", requestId),
        500 => Response.Text(status, "text/plain; charset=utf-8", "Internal Server Error"),
        502 or 504 => HtmlPage(status),
        503 => Error(status, "Service Unavailable", "The service is not available", requestId),
        _ => Error(status, "Error", $"Status {status.ToString(CultureInfo.InvariantCulture)}", requestId),
    };

    public static Response HtmlPage(int status)
    {
        var title = status switch { 403 => "403 Forbidden", 502 => "502 Bad Gateway", 504 => "504 Gateway Time-out", _ => "Welcome" };
        return Response.Text(status, Response.Html, $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n");
    }

    public static Response Error(int status, string error, string description, string requestId) => new(status, Response.Json, JsonBody.Write(json =>
    {
        json.Writer.WriteStartObject();
        json.Writer.WriteString("error", error);
        json.Writer.WriteString("description", description);
        json.Writer.WriteNumber("statusCode", status);
        json.Writer.WriteString("requestId", requestId);
        json.Writer.WriteEndObject();
    }));

    /// <summary>Returns the value of the Retry-After header. Null if the header is not sent.</summary>
    public static string? FormatRetryAfter(RetryAfterForm form, int seconds, DateTimeOffset now) => form switch
    {
        RetryAfterForm.Seconds => seconds.ToString(CultureInfo.InvariantCulture),
        RetryAfterForm.Date => now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };
}
