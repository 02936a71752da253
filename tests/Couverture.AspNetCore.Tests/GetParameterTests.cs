using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class GetParameterTests(SharedHost host) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("query={hello}", "Hello world")]
    [InlineData("query=query($n:String){hello(name:$n)}&variables={\"n\":\"ä\"}", "Hello ä")]
    [InlineData("query=query A{hello} query B{hello(name:\"b\")}&operationName=B", "Hello b")]
    [InlineData("query={hello}&operationName=&variables=&extensions=", "Hello world")]
    [InlineData("query={hello}&variables=null&extensions=null", "Hello world")]
    [InlineData("query={hello}&extensions={\"a\":1}&unknown=1", "Hello world")]
    public async Task Get_Should_RunTheQuery_When_TheParametersAreValid(string query, string hello)
    {
        var response = await host.GetResponseAsync(Get("/graphql?" + Escape(query)));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Headers.Vary.ShouldBe(["Accept"]);
        JsonDocument.Parse(response.Body).RootElement.GetProperty("data").GetProperty("hello").GetString().ShouldBe(hello);
    }

    [Theory]
    [InlineData("", "`query`")]
    [InlineData("query=", "`query`")]
    [InlineData("operationName=A", "`query`")]
    [InlineData("query={hello}&query={hello}", "`query`")]
    [InlineData("query={hello}&variables={}&variables={}", "`variables`")]
    [InlineData("query={hello}&variables={", "`variables` is not valid JSON: error at line 1, column 2")]
    [InlineData("query={hello}&variables=[]", "`variables` must be an object")]
    [InlineData("query={hello}&extensions=1", "`extensions` must be an object")]
    public async Task Get_Should_NameTheParameter_When_ItIsInvalid(string query, string part)
    {
        foreach (var accept in (string[])["application/graphql-response+json", "application/json"])
        {
            var response = await host.GetResponseAsync(Get("/graphql?" + Escape(query), accept));

            response.Status.ShouldBe(HttpStatusCode.BadRequest);
            response.ContentType.ShouldBe($"{accept}; charset=utf-8");
            response.Error.Code.ShouldBe("REQUEST_INVALID");
            response.Error.Message.ShouldContain(part);
        }
    }

    private static string Escape(string query) => string.Join('&', query.Split('&').Select(pair => string.Join('=', pair.Split('=', 2).Select(Uri.EscapeDataString))));
}
