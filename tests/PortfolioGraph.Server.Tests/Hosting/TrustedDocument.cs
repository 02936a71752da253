using System.Security.Cryptography;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>The trusted documents, by their names.</summary>
internal static class TrustedDocument
{
    /// <summary>The file of a document.</summary>
    /// <param name="name">Its name.</param>
    public static string PathOf(string name) => RepositoryRoot.Combine("schema", "operations", $"{name}.graphql");

    /// <summary>The id of a document.</summary>
    /// <param name="name">Its name.</param>
    public static string IdOf(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PathOf(name))));
}
