using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class RequestBodyTests(SharedHost host) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("""{"query":"{ hello }","variables":null,"operationName":null,"extensions":null}""")]
    [InlineData("""{"query":"{ hello }","variables":{},"extensions":{"a":[1]},"documents":"x","unknown":[]}""")]
    [InlineData(""" { "query" : "{ hel\u006co }" } """)]
    public async Task Post_Should_RunTheQuery_When_TheBodyIsValid(string body)
    {
        var response = await host.GetResponseAsync(Post(body));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }

    [Fact]
    public async Task Post_Should_RunTheNamedOperation_When_NameAndVariablesAreGiven()
    {
        var response = await host.GetResponseAsync(Post("""{"query":"query A { hello } query B($n: String) { hello(name: $n) }","operationName":"B","variables":{"n":"\ud83d\ude00"}}"""));

        response.Status.ShouldBe(HttpStatusCode.OK);
        JsonDocument.Parse(response.Body).RootElement.GetProperty("data").GetProperty("hello").GetString().ShouldBe("Hello 😀");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "not valid JSON")]
    [InlineData("NONSENSE", "not valid JSON: error at line 1, column 1")]
    [InlineData("{\"query\":", "not valid JSON: error at line 1, column 10")]
    [InlineData("{\n  \"query\": \"{ hello }\"\n  \"ä\": 1\n}", "line 3, column 3")]
    [InlineData("{\"query\":\"{hello}\"} {}", "not valid JSON")]
    [InlineData("{\"query\":\"{hello}\",\"variables\":{\"a\":NaN}}", "not valid JSON")]
    [InlineData("[{\"query\":\"{hello}\"}]", "list")]
    [InlineData("null", "null")]
    [InlineData("\"{hello}\"", "a string")]
    [InlineData("true", "a boolean")]
    [InlineData("1", "a number")]
    [InlineData("{}", "`query`")]
    [InlineData("{\"query\":null}", "`query`")]
    [InlineData("{\"qeury\":\"{hello}\"}", "`query`")]
    [InlineData("{\"query\":{}}", "`query` must be a string, but it is an object")]
    [InlineData("{\"query\":\"{hello}\",\"operationName\":1}", "`operationName` must be a string, but it is a number")]
    [InlineData("{\"query\":\"{hello}\",\"variables\":\"\"}", "`variables` must be an object, but it is a string")]
    [InlineData("{\"query\":\"{hello}\",\"variables\":[7]}", "`variables` is a list, but batching is disabled")]
    [InlineData("{\"query\":\"{hello}\",\"extensions\":false}", "`extensions` must be an object, but it is a boolean")]
    [InlineData("{\"query\":\"{hello}\",\"query\":\"{hello}\"}", "duplicate member")]
    [InlineData("{\"query\":\"{hello}\",\"variables\":{\"a\":{\"b\":1,\"b\":1}}}", "duplicate member")]
    [InlineData("{\"query\":\"\\ud800\"}", "surrogate")]
    [InlineData("{\"query\":\"{hello}\",\"variables\":{\"\\udc00\":1}}", "surrogate")]
    public async Task Post_Should_DescribeTheError_When_TheBodyIsInvalid(string body, string part)
    {
        foreach (var accept in (string[])["application/graphql-response+json", "application/json"])
        {
            var response = await host.GetResponseAsync(Post(body, accept));

            response.Status.ShouldBe(HttpStatusCode.BadRequest);
            response.ContentType.ShouldBe($"{accept}; charset=utf-8");
            response.Error.Code.ShouldBe("REQUEST_INVALID");
            response.Error.Message.ShouldContain(part);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D }, "UTF-8")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x7B, 0x7D }, "byte order mark")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x7B, 0x00, 0x7D }, "UTF-8")]
    [InlineData(new byte[] { 0x00 }, "not valid JSON")]
    public async Task Post_Should_DescribeTheError_When_TheBytesAreInvalid(byte[] body, string part)
    {
        var response = await host.GetResponseAsync(Post(body));

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Message.ShouldContain(part);
    }

    [Theory]
    [InlineData(62, HttpStatusCode.OK)]
    [InlineData(63, HttpStatusCode.BadRequest)]
    [InlineData(100_000, HttpStatusCode.BadRequest)]
    public async Task Post_Should_LimitTheNesting_When_VariablesAreDeep(int lists, HttpStatusCode status)
    {
        var deep = new string('[', lists) + new string(']', lists);

        var response = await host.GetResponseAsync(Post("""{"query":"{ hello }","variables":{"a":""" + deep + "}}"));

        response.Status.ShouldBe(status);
        if (status is HttpStatusCode.BadRequest)
            response.Error.Message.ShouldContain("64 levels");
    }

    [Theory]
    [InlineData(null, "no Content-Type")]
    [InlineData("", "Content-Type")]
    [InlineData("nonsense", "cannot be parsed")]
    [InlineData("text/plain", "not supported")]
    [InlineData("application/x-www-form-urlencoded", "not supported")]
    [InlineData("multipart/form-data; boundary=x", "not supported")]
    [InlineData("application/graphql", "not supported")]
    [InlineData("application/jsonp", "not supported")]
    [InlineData("application/json; charset=utf-16", "charset")]
    [InlineData("application/json; charset=latin1", "charset")]
    public async Task Post_Should_BeRejectedWithoutExecution_When_TheContentTypeIsNotJson(string? contentType, string part)
    {
        var response = await host.GetResponseAsync(Post("""{"query":"mutation { touch }"}""", contentType: contentType));

        response.Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        response.Error.Code.ShouldBe("UNSUPPORTED_MEDIA_TYPE");
        response.Error.Message.ShouldContain(part);
        response.Error.Message.ShouldContain("application/json");
        host.Host.Schema.TouchCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("Application/JSON; version=1")]
    public async Task Post_Should_RunTheQuery_When_TheContentTypeIsJson(string contentType)
    {
        var response = await host.GetResponseAsync(Post("""{"query":"{ hello }"}""", contentType: contentType));

        response.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_Should_BeRejected_When_TheBodyIsCompressed()
    {
        var request = Post("x");
        request.Content!.Headers.ContentEncoding.Add("gzip");

        var response = await host.GetResponseAsync(request);

        response.Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        response.Error.Message.ShouldContain("Content-Encoding");
    }
}
