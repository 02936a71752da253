using PortfolioGraph.Sandbox.Gateway;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Responses to calls with invalid parameters.</summary>
internal static class ValidationResponses
{
    public static Response Invalid(IReadOnlyList<QueryError> errors) => new(422, Response.Json, JsonBody.Write(json =>
        json.Object(() => json.Array("detail", errors, error => json.Object(() => Write(json, error))))));

    private static void Write(JsonBody json, QueryError error)
    {
        json.Writer.WriteString("type", error.Type);
        json.Writer.WriteStartArray("loc");
        json.Writer.WriteStringValue("query");
        json.Writer.WriteStringValue(error.Name);
        if (error.Item is { } item)
            json.Writer.WriteNumberValue(item);
        json.Writer.WriteEndArray();
        json.Writer.WriteString("msg", error.Message);
        json.Writer.WriteString("input", error.Input);
        if (error.Context is not { } context)
            return;
        json.Object("ctx", () =>
        {
            json.Writer.WritePropertyName(context.Name);
            json.Writer.WriteRawValue(context.Json);
        });
    }
}
