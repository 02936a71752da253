using System.Security.Cryptography;
using System.Text;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>The folder <c>Server:TrustedDocuments</c>: all forms of files, and starts that fail with one line that names the setting, the file and what to do.</summary>
public sealed class TrustedDocumentStartupTests : IDisposable
{
    private const string Chain = "query Chain($id: Int!) { chain(chainId: $id) { name } }";
    private const string OtherChain = "query Chain($id: Int!) { chain(chainId: $id) { name iconUrl } }";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portfoliograph-documents-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, string, string> Files => new()
    {
        { "any name.graphql", Chain, HashOf(Chain) },
        { $"{HashOf(Chain)}.graphql", Chain, HashOf(Chain) },
        { "two.graphql", $"{Chain} query Other {{ chain(chainId: 1) {{ name }} }}", HashOf($"{Chain} query Other {{ chain(chainId: 1) {{ name }} }}") },
        { "bom.graphql", $"\ufeff{Chain}", HashOf($"\ufeff{Chain}") },
        { "apollo.json", Apollo("chain-7", Chain), "chain-7" },
        { "codegen.json", Manifest("sha256:0123", Chain), "0123" },
        { "relay.json", Manifest("7bf4b1e2a3c94d5f8e6a7b8c9d0e1f2a", Chain), "7bf4b1e2a3c94d5f8e6a7b8c9d0e1f2a" },
        { "bom.json", $"\ufeff{Manifest("bom", Chain)}", "bom" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Server_Should_RunTheDocument_When_ItsIdIsInTheFolder(string file, string content, string id)
    {
        Write(file, content);
        Write("README.md", "Not a document.");
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Trusted", ["Server:TrustedDocuments"] = _folder.FullName });

        foreach (var body in (string[])[
            $$$"""{"documentId":"{{{id}}}","operationName":"Chain","variables":{"id":1}}""",
            $$$"""{"documentId":"sha256:{{{id}}}","operationName":"Chain","variables":{"id":1}}""",
            $$$"""{"id":"{{{id}}}","query":"","operationName":"Chain","variables":{"id":1}}""",
            $$$"""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"{{{id}}}"}},"operationName":"Chain","variables":{"id":1}}"""])
        {
            using var response = await graph.Client.PostAsync("/graphql", new StringContent(body, Encoding.UTF8, "application/json"));
            (await response.Content.ReadAsStringAsync()).ShouldStartWith("""{"data":{"chain":{"name":"Ethereum"}}""");
        }

        // The documents of the build stay trusted.
        using var known = await graph.Client.PostAsync("/graphql", new StringContent($$"""{"documentId":"{{TrustedDocument.IdOf("ServiceStatus")}}"}""", Encoding.UTF8, "application/json"));
        (await known.Content.ReadAsStringAsync()).ShouldStartWith("""{"data":{""");
        graph.Calls.ShouldBe(["v5.0/general/supported_chains", "v5.0/general/status"], ignoreOrder: true);
    }

    public static TheoryData<string, string, string> InvalidFiles => new()
    {
        { "syntax.graphql", "query A { chain(chainId: 1 { name } }", "(line 1, column 28)" },
        { "type.graphql", "query A { nothing }", "nothing" },
        { "fragment.graphql", "fragment F on Chain { name }", "The document has no operation." },
        { "schema.graphql", "type Query { a: Int }", "other than operations and fragments" },
        { "deep.graphql", $"{{ {string.Concat(Enumerable.Repeat("wallet { ", 600))} }}", "MaxAllowedDepth" },
        { $"{new string('0', 64)}.graphql", Chain, "is named after a SHA-256" },
        { "text.json", "query A { a }", "is not valid JSON" },
        { "list.json", "[]", "is not a manifest" },
        { "number.json", """{"a":1}""", "the member \"a\"" },
        { "package.json", """{"name":"app","dependencies":{}}""", "the member \"dependencies\"" },
        { "empty-id.json", Manifest("", Chain), "the member \"\"" },
        { "twice.json", $$"""{"a":"{{Chain}}","a":"{{OtherChain}}"}""", "duplicate" },
        { "surrogate.json", """{"a":"{ chain(chainId: 1) { name } } # \ud800"}""", "is not valid JSON" },
        { "version.json", Apollo("a", Chain).Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), "version" },
        { "format.json", """{"format":"other","version":1,"operations":[]}""", "format" },
        { "body.json", """{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"a"}]}""", "operations[0]" },
        { "invalid.json", Manifest("the-id", "{ nothing }"), "the id the-id" },
    };

    [DiffersOnHotChocolate("it validates a document when it is requested first, and words syntax errors differently")]
    [Theory]
    [MemberData(nameof(InvalidFiles))]
    public async Task Server_Should_NameTheFileInOneLine_When_ItIsInvalid(string file, string content, string problem)
    {
        Write(file, content);

        (await FailAsync()).ShouldSatisfyAllConditions(
            line => line.ShouldStartWith("PortfolioGraph did not start. Server:TrustedDocuments (environment Server__TrustedDocuments): the file "),
            line => line.ShouldContain(file),
            line => line.ShouldContain(problem));
    }

    [Fact]
    public async Task Server_Should_NameBothFiles_When_AnIdHasTwoTexts()
    {
        Write("a.json", Manifest("same", Chain));
        Write("b.json", Apollo("sha256:same", OtherChain));

        var line = await FailAsync();

        line.ShouldContain("the file b.json has a document with the id same, which is also the id of another text in a.json.");
    }

    [Fact]
    public async Task Server_Should_NotStart_When_TheFolderHasNoDocuments()
    {
        Write("queries.gql", Chain);

        (await FailAsync()).ShouldContain("must be a folder with documents");
    }

    [Fact]
    public async Task Server_Should_NotStart_When_ABinaryFileIsNamedLikeADocument()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "image.graphql"), [0xff, 0xfe, 0x00]);

        (await FailAsync()).ShouldContain("image.graphql is not UTF-8");
    }

    private async Task<string> FailAsync()
    {
        var (exitCode, output, errors) = await StartupTests.RunAsync("Development", $"--Server:TrustedDocuments={_folder.FullName}");

        exitCode.ShouldBe(1, output + errors);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        (output + errors).ShouldNotContain("   at ");
        return errors.Trim();
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder.FullName, file), content);

    private static string Manifest(string id, string text) => $$"""{"{{id}}":"{{text}}"}""";

    private static string Apollo(string id, string text) =>
        $$"""{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"{{id}}","name":"Chain","type":"query","body":"{{text}}"}]}""";

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
