using System.Security.Cryptography;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>Finds trusted documents by name.</summary>
internal static class TrustedDocument
{
    /// <summary>Returns the path of the file of a document.</summary>
    /// <param name="name">The name of the document.</param>
    public static string PathOf(string name) => RepositoryRoot.Combine("schema", "operations", $"{name}.graphql");

    /// <summary>Returns the id of a document.</summary>
    /// <param name="name">The name of the document.</param>
    public static string IdOf(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PathOf(name))));
}
