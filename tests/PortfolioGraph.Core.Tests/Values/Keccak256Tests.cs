using System.Text;

namespace PortfolioGraph.Core.Tests.Values;

public sealed class Keccak256Tests
{
    /// <summary>The vectors of the Keccak team's submission and of other implementations, on both sides of the block's length of 136 bytes.</summary>
    public static TheoryData<byte[], string> Vectors => new()
    {
        { [], "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470" },
        { [0xCC], "eead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a" },
        { "abc"u8.ToArray(), "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45" },
        { Letters(135), "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446" },
        { Letters(136), "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e" },
        { Letters(137), "d869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39" },
        { Letters(272), "cf7fcd4f705ee749930d19ca84561a9bf62516bd90a471545fa2f49fdc7e63c8" },
        { Letters(500), "459d4d3dec1737165314cd15cafa5da1b779b796156dcb87415ee2ddc1dd417e" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Hash_Should_GivePublishedDigest_When_VectorIsHashed(byte[] data, string expected)
    {
        var digest = new byte[Keccak256.Size];

        Keccak256.Hash(data, digest);

        Convert.ToHexStringLower(digest).ShouldBe(expected);
    }

    private static byte[] Letters(int count) => Encoding.ASCII.GetBytes(new string('a', count));
}
