using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>Writes a <see cref="Rejection"/> as a GraphQL result with one error.</summary>
internal static class RejectionWriter
{
    public static async Task WriteAsync(HttpContext context, Rejection rejection)
    {
        var response = context.Response;
        response.StatusCode = rejection.Status;
        response.ContentType = FormatFor(context.Request).ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.Allow = rejection.Allow;
        if (rejection.ClosesConnection && HttpProtocol.IsHttp11(context.Request.Protocol))
            response.Headers.Connection = "close";
        var error = ErrorBuilder.New().SetMessage(rejection.Message).SetCode(rejection.Code).Build();
        OperationResult.RequestError(error).WriteTo(response.BodyWriter);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static ResponseFormat FormatFor(HttpRequest request)
    {
        try
        {
            return ResponseFormat.Choose(MediaRanges.Parse(request.Headers.Accept)) ?? ResponseFormat.Json;
        }
        catch (RejectedException)
        {
            return ResponseFormat.Json;
        }
    }
}
